import { Cluster } from '../../clusters/ClusterRegistry';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { isNamespaceOf } from '../../kubernetes/removeNamespace';
import { grantStoreAccess, mayWorkIn } from '../../kubernetes/storeAccess';
import { StepContext } from '../types';

/** What a step of a delete says when there is no namespace of the store. */
export const NO_NAMESPACE = {
  state: 'done',
  message: 'There is no namespace of the store.',
} as const;

/** What a step of a delete says when its rights have gone before the namespace has. */
const NAMESPACE_GOES = {
  state: 'done',
  message:
    'The namespace is being deleted already, and what is in it goes with it.',
} as const;

/** What stands under the name of a store's namespace. */
export interface FoundNamespace {
  /** The namespace, if it was made for the store. */
  owned: KubernetesObject | undefined;
  /** Whether it is somebody else's. */
  foreign: boolean;
}

/** Looks up the namespace of a store, and whose it is. */
export async function findNamespace(
  { client, platform }: Cluster,
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
      platform,
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
  cluster: Cluster,
  context: Pick<StepContext, 'store' | 'signal'>,
): Promise<KubernetesObject | undefined> {
  return (await findNamespace(cluster, context)).owned;
}

/**
 * Makes sure of the rights to work in a store's namespace, which one that was made before the
 * cluster got its `storeRole` does not have yet.
 *
 * @returns False when they are gone already, with the first things of a namespace that goes.
 */
export async function enterNamespace(
  { client, config }: Cluster,
  namespace: KubernetesObject,
  { store, signal, assertOwned }: EntryContext,
): Promise<boolean> {
  const role = config.storeRole;
  if (role === undefined) {
    return true;
  }
  const { name } = namespace.metadata;
  if (namespace.metadata.deletionTimestamp) {
    return mayWorkIn(client, name, { signal });
  }
  await assertOwned();
  await grantStoreAccess(client, {
    namespace: name,
    storeId: store.id,
    role,
    signal,
  });
  return true;
}

/**
 * What a step of a delete says when there is nothing for it to do in the store's namespace;
 * undefined when it may work there.
 */
export async function nothingToEnter(
  cluster: Cluster,
  context: EntryContext,
): Promise<typeof NO_NAMESPACE | typeof NAMESPACE_GOES | undefined> {
  const namespace = await ownedNamespace(cluster, context);
  if (!namespace) {
    return NO_NAMESPACE;
  }
  return (await enterNamespace(cluster, namespace, context))
    ? undefined
    : NAMESPACE_GOES;
}

type EntryContext = Pick<StepContext, 'store' | 'signal' | 'assertOwned'>;
