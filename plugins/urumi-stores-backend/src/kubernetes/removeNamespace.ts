import { STORE_LABEL } from '@urumi/backstage-plugin-urumi-stores-common';
import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { OWNER, OWNER_ANNOTATION } from './guardrails';
import { KubernetesObject } from './KubernetesObject';
import { PlatformIdentity, readMaker } from './platformMark';

/**
 * Whether a namespace was made for that store by us, and is still the same one. Its uid proves that,
 * as nobody can choose one; without a recorded uid our marks do, which others may have changed.
 */
export function isNamespaceOf(
  namespace: KubernetesObject,
  store: { storeId: string; recordedUid?: string; platform: PlatformIdentity },
): boolean {
  const { uid, labels, annotations } = namespace.metadata;
  return store.recordedUid === undefined
    ? labels?.[STORE_LABEL] === store.storeId &&
        annotations?.[OWNER_ANNOTATION] === OWNER &&
        readMaker(namespace, store.platform) !== 'others'
    : store.recordedUid === uid;
}

/**
 * Asks for the deletion of the store's namespace. One that is not the store's is never touched,
 * whatever its name.
 */
export async function removeNamespace(
  client: ClusterClient,
  options: RequestControl & {
    namespace: string;
    storeId: string;
    /** Uid of the namespace as recorded when it was made. */
    recordedUid?: string;
    platform: PlatformIdentity;
  },
): Promise<void> {
  const { namespace, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  const path = client.objectPath('v1', 'Namespace', undefined, namespace);
  const existing = await client.get(path, control);
  if (existing && isNamespaceOf(existing, options)) {
    await client.delete(path, { ...control, uid: existing.metadata.uid });
  }
}
