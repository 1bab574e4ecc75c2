import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { KubernetesObject, WorkloadReference } from '../kubernetes';

const KINDS: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'Job',
  'PersistentVolumeClaim',
] satisfies WorkloadReference['kind'][];

/**
 * The workloads of a manifest.
 *
 * @remarks
 * Reads every value as a text, which is all that names need, and so takes a twentieth of the time
 * of `parseManifest`: every store that is made waits for this. Of a field that is written twice
 * the last one counts, as for Helm.
 */
export function listWorkloads(
  manifest: string,
): (Pick<KubernetesObject, 'apiVersion'> &
  Pick<WorkloadReference, 'kind' | 'name'>)[] {
  const documents = loadAll(manifest, undefined, {
    schema: FAILSAFE_SCHEMA,
    json: true,
  }) as (KubernetesObject | null)[];
  return documents.flatMap(document =>
    document && KINDS.includes(document.kind)
      ? {
          apiVersion: document.apiVersion,
          kind: document.kind as WorkloadReference['kind'],
          name: document.metadata.name,
        }
      : [],
  );
}
