import { FAILSAFE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import { KubernetesObject, WorkloadReference } from '../kubernetes';
import { parseManifest } from './parseManifest';

const KINDS: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'Job',
  'PersistentVolumeClaim',
] satisfies WorkloadReference['kind'][];

const MERGE_KEY = /<<["']?\s*:/;
/** A line that begins so begins a document: within one, nothing can stand there. */
const NEXT_DOCUMENT = /^(?=---)/m;

/** The workloads of a manifest. Of its documents only those are read that may be one: every store that is made waits for this. */
export function listWorkloads(
  manifest: string,
): (Pick<KubernetesObject, 'apiVersion'> &
  Pick<WorkloadReference, 'kind' | 'name'>)[] {
  const candidates = manifest
    .split(NEXT_DOCUMENT)
    .filter(document => KINDS.some(kind => document.includes(kind)));
  return readObjects(candidates.join('')).flatMap(object =>
    object && KINDS.includes(object.kind)
      ? {
          apiVersion: object.apiVersion,
          kind: object.kind as WorkloadReference['kind'],
          name: object.metadata.name,
        }
      : [],
  );
}

/**
 * Reads every value as a text, which is all that names need, in a twentieth of the time that
 * `parseManifest` takes. What asks for more, by a merge key or a tag, is read as Helm does. Of a field that is written
 * twice the last one counts.
 */
function readObjects(manifest: string): (KubernetesObject | null)[] {
  if (MERGE_KEY.test(manifest)) {
    return parseManifest(manifest);
  }
  try {
    const schema = FAILSAFE_SCHEMA;
    return loadAll(manifest, undefined, {
      schema,
      json: true,
    }) as (KubernetesObject | null)[];
  } catch (error) {
    if (error instanceof YAMLException) {
      return parseManifest(manifest);
    }
    throw error;
  }
}
