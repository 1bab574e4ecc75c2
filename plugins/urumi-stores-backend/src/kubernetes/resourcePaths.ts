/** Kinds whose objects belong to no namespace, among those that this plugin meets. */
const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'IngressClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'PriorityClass',
]);

/** Name of a kind's resource, by the rule that Kubernetes itself keeps to: `Ingress` -> `ingresses`. */
export function resourceName(kind: string): string {
  const name = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(name)) {
    return `${name}es`;
  }
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** Path of a group and version: `v1` -> `/api/v1`, `apps/v1` -> `/apis/apps/v1`. */
function groupPath(apiVersion: string): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
}

/**
 * Path of an object, or of the collection when no name is given. Without a namespace the path of
 * a namespaced kind spans all of them.
 */
export function objectPath(
  apiVersion: string,
  kind: string,
  namespace?: string,
  name?: string,
): string {
  const scope =
    namespace && !CLUSTER_SCOPED.has(kind)
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  const suffix = name ? `/${encodeURIComponent(name)}` : '';
  return `${groupPath(apiVersion)}${scope}/${resourceName(kind)}${suffix}`;
}
