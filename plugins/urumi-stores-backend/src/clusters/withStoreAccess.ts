import { RequestControl } from '../kubernetes/ApiTransport';
import { KubernetesApiError } from '../kubernetes/errors';
import { grantStoreAccess } from '../kubernetes/storeAccess';
import { Cluster } from './ClusterRegistry';

/**
 * Reads what is in the namespace of a store. One that was made before the cluster got its
 * `storeRole` does not let this process read there yet: when it refuses, the role is bound, and the
 * reading done again. Nothing is bound in any other namespace than the store's.
 */
export async function withStoreAccess<T>(
  { client, config }: Pick<Cluster, 'client' | 'config'>,
  options: RequestControl & {
    storeId: string;
    namespace: string;
    /** Uid of the namespace as recorded; null: none is. */
    uid: string | null;
  },
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isForbidden =
      error instanceof KubernetesApiError && error.status === 403;
    const role = config.storeRole;
    if (!isForbidden || role === undefined) {
      throw error;
    }
    const { storeId, namespace, uid, signal, timeoutMs } = options;
    const control = { signal, timeoutMs };
    const found = await client.get(
      client.objectPath('v1', 'Namespace', undefined, namespace),
      control,
    );
    const isOwn = found?.metadata.uid === uid;
    if (!isOwn || found?.metadata.deletionTimestamp) {
      throw error;
    }
    await grantStoreAccess(client, { ...control, namespace, storeId, role });
    return read();
  }
}
