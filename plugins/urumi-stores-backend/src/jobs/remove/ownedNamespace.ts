import { ClusterClient } from '../../kubernetes/ClusterClient';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { isNamespaceOf } from '../../kubernetes/removeNamespace';
import { StepContext } from '../types';

/** What stands under the name of a store's namespace. */
export interface FoundNamespace {
  /** The namespace, if it was made for the store. */
  owned: KubernetesObject | undefined;
  /** Whether it is somebody else's. */
  foreign: boolean;
}

/** Looks up the namespace of a store, and whose it is. */
export async function findNamespace(
  client: ClusterClient,
  { store, signal }: Pick<StepContext, 'store' | 'signal'>,
): Promise<FoundNamespace> {
  const namespace = await client.get(
    client.objectPath('v1', 'Namespace', undefined, store.namespace),
    { signal },
  );
  const isOwned =
    namespace !== undefined &&
    isNamespaceOf(namespace, {
      storeId: store.id,
      recordedUid: store.namespace_uid ?? undefined,
    });
  return {
    owned: isOwned ? namespace : undefined,
    foreign: namespace !== undefined && !isOwned,
  };
}

/**
 * The store's namespace, if it is there and was made for the store. What is in a namespace of
 * somebody else is never touched, whatever its name.
 */
export async function ownedNamespace(
  client: ClusterClient,
  context: Pick<StepContext, 'store' | 'signal'>,
): Promise<KubernetesObject | undefined> {
  return (await findNamespace(client, context)).owned;
}

/** What a step of a delete says when there is no namespace of the store. */
export const NO_NAMESPACE = {
  state: 'done',
  message: 'There is no namespace of the store.',
} as const;
