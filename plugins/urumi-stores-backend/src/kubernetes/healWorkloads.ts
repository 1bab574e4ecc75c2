import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { isNotFound } from './errors';
import { PodView } from './projections';
import { StoreObjects } from './StoreObjects';

/** Annotation that wakes a controller which holds back after refusals. */
const RETRIED_ANNOTATION = 'urumi.io/retried-at';

/**
 * Gives a store's workloads a fresh start before a retry: what has failed is deleted for its
 * controller, or the next Helm call, to make anew, and controllers that hold back are woken.
 * Pods that are well stay, and volumes always stay.
 *
 * @returns What was deleted.
 */
export async function healWorkloads(
  client: ClusterClient,
  options: { namespace: string; objects: StoreObjects } & RequestControl,
): Promise<string[]> {
  const { namespace, objects, ...control } = options;
  const deleted: string[] = [];
  const remove = async (
    apiVersion: string,
    kind: string,
    name: string,
    uid: string,
  ) => {
    const path = client.objectPath(apiVersion, kind, namespace, name);
    await client.delete(path, {
      ...control,
      uid,
      propagationPolicy: 'Background',
    });
    deleted.push(`${kind} ${name}`);
  };
  for (const { name, uid, failure } of objects.jobs) {
    if (failure) {
      await remove('batch/v1', 'Job', name, uid);
    }
  }
  for (const pod of objects.pods) {
    if (!pod.deleting && isBroken(pod)) {
      await remove('v1', 'Pod', pod.name, pod.uid);
    }
  }
  const wake = async (apiVersion: string, kind: string, name: string) => {
    const path = client.objectPath(apiVersion, kind, namespace, name);
    const annotations = { [RETRIED_ANNOTATION]: new Date().toISOString() };
    try {
      await client.patch(path, { metadata: { annotations } }, control);
    } catch (error) {
      // Gone since it was seen: there is nothing to wake.
      if (!isNotFound(error)) {
        throw error;
      }
    }
  };
  for (const { name, failure } of objects.replicaSets) {
    if (failure) {
      await wake('apps/v1', 'ReplicaSet', name);
    }
  }
  for (const { name, replicas, desired } of objects.statefulSets) {
    if (replicas < desired) {
      await wake('apps/v1', 'StatefulSet', name);
    }
  }
  for (const { name, complete, failure, active, failed } of objects.jobs) {
    if (!complete && !failure && active + failed === 0) {
      await wake('batch/v1', 'Job', name);
    }
  }
  return deleted;
}

/** A pod that is not ready after a failed try is made anew: its back-off may be minutes long. */
function isBroken(pod: PodView): boolean {
  return !pod.ready && pod.phase !== 'Succeeded';
}
