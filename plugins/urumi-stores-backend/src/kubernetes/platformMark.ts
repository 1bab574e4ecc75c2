import { KubernetesObject } from './KubernetesObject';

/** Label of a namespace: the platform that made it, of several that share a cluster. */
export const PLATFORM_LABEL = 'urumi.io/platform';

/** Who this platform is in its clusters. */
export interface PlatformIdentity {
  /** What its namespaces are marked with. */
  name: string;
  /** Every name that it has marked namespaces with. */
  names: readonly string[];
}

/** Whose mark a namespace carries. It has none if it was made before there were marks. */
export function readMaker(
  { metadata }: KubernetesObject,
  { names }: PlatformIdentity,
): 'us' | 'others' | 'unknown' {
  const name = metadata.labels?.[PLATFORM_LABEL];
  if (name === undefined) {
    return 'unknown';
  }
  return names.includes(name) ? 'us' : 'others';
}
