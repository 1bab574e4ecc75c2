/** A chart in a registry, pinned to the digest of its manifest. */
export interface OciChart {
  /** Without `oci://`, the digest and a tag. */
  repository: string;
  /** `sha256:` and 64 hexadecimal digits. */
  digest: string;
}

const OCI =
  /^oci:\/\/(?<repository>[^\s@]+?)(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?@(?<digest>sha256:[0-9a-f]{64})$/;

/** A folder, or a chart in a registry by its digest: a tag alone may be another chart tomorrow. */
export const CHART_LOCATION_FORM = new RegExp(`${OCI.source}|^(?!oci:)\\S.*$`);

/** The chart in a registry that the location names; undefined when it is a folder. */
export function parseOciChart(location: string): OciChart | undefined {
  const groups = OCI.exec(location)?.groups;
  return groups && { repository: groups.repository, digest: groups.digest };
}
