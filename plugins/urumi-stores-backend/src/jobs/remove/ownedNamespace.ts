import { ClusterClient } from '../../kubernetes/ClusterClient';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { isNamespaceOf } from '../../kubernetes/removeNamespace';
import { StepContext } from '../types';

/**
 * The store's namespace, if it is there and was made for the store. What is in a namespace of
 * somebody else is never touched, whatever its name.
 */
export async function ownedNamespace(
  client: ClusterClient,
  { store, signal }: Pick<StepContext, 'store' | 'signal'>,
): Promise<KubernetesObject | undefined> {
  const namespace = await client.get(
    client.objectPath('v1', 'Namespace', undefined, store.namespace),
    { signal },
  );
  return namespace &&
    isNamespaceOf(namespace, {
      storeId: store.id,
      recordedUid: store.namespace_uid ?? undefined,
    })
    ? namespace
    : undefined;
}

/** What a step of a delete says when there is no namespace of the store. */
export const NO_NAMESPACE = {
  state: 'done',
  message: 'There is no namespace of the store.',
} as const;
