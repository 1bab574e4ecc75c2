import { StorePlanPreview } from '@urumi/backstage-plugin-urumi-stores-common';

/** The field of a request in which a problem can be solved, by its code. */
const FIELDS: Record<string, string> = {
  EngineDisabled: 'engine',
  HostnameTaken: 'hostname',
  ClusterFull: 'cluster',
  LimitReached: 'owner',
};

/** What of a preview would keep the store from being made, by field as the API calls it. */
export function problemFields(
  preview: StorePlanPreview,
): Record<string, string> {
  return Object.fromEntries(
    preview.problems.flatMap(({ code, message }) =>
      FIELDS[code] ? [[FIELDS[code], message]] : [],
    ),
  );
}
