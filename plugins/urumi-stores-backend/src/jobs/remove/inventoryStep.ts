import { Cluster } from '../../clusters/ClusterRegistry';
import { StoreRow } from '../../database/rows';
import { ClusterClient } from '../../kubernetes/ClusterClient';
import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { currentView, StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import {
  enterNamespace,
  findNamespace,
  FoundNamespace,
} from './ownedNamespace';
import {
  LISTED_KINDS,
  mergeItems,
  readItems,
  RELEASE_KIND,
  RemovedItem,
  writeItems,
} from './removedItems';

/**
 * Lists what the store has in its cluster, before anything of it is removed. What an earlier run
 * or an earlier delete has listed stays listed: by now it may be gone.
 */
export function inventoryStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'inventory',
    async run(context) {
      const { store, signal, loadOutputs } = context;
      const cluster = clusters.get(store.cluster);
      const earlier = await loadOutputs('inventory');
      const found = await findNamespace(cluster, context);
      const seen =
        found.owned && (await enterNamespace(cluster, found.owned, context))
          ? await listItems(cluster, store, found.owned, signal)
          : [];
      const items = mergeItems([
        ...earlier.flatMap(readItems),
        ...seen,
        ...recordedNamespace(store),
      ]);
      return {
        state: 'done',
        message: `What goes with the store: ${items.length} objects.`,
        output: {
          items: writeItems(items),
          // Only the first look was one before anything was removed.
          note: earlier.length > 0 ? earlier[0].note : noteOf(store, found),
        },
      };
    },
  };
}

async function listItems(
  { client, ...cluster }: Cluster,
  store: StoreRow,
  namespace: KubernetesObject,
  signal: AbortSignal,
): Promise<RemovedItem[]> {
  const lists = await Promise.all(
    Object.entries(LISTED_KINDS).map(async ([kind, apiVersion]) => {
      const { items } = await client.list(
        client.objectPath(apiVersion, kind, store.namespace),
        { signal, metadataOnly: true },
      );
      return { kind, items };
    }),
  );
  const secrets = lists.find(({ kind }) => kind === 'Secret')?.items ?? [];
  const view = currentView({ client, ...cluster });
  return [
    toItem('Namespace', namespace),
    ...releaseItem(store, secrets),
    ...lists.flatMap(({ kind, items }) =>
      items.map(object => toItem(kind, object)),
    ),
    ...(await boundVolumes(client, store, signal)),
    ...view.objects(store.namespace).volumes.map(({ name, uid }) => ({
      kind: 'PersistentVolume',
      name,
      uid,
    })),
  ];
}

function releaseItem(
  { release_name: release }: StoreRow,
  secrets: readonly KubernetesObject[],
): RemovedItem[] {
  const newest = secrets
    .filter(
      ({ metadata: { labels } }) =>
        labels?.owner === 'helm' && labels.name === release,
    )
    .sort((left, right) => revisionOf(right) - revisionOf(left))
    .at(0);
  return newest ? [{ ...toItem(RELEASE_KIND, newest), name: release }] : [];
}

function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.labels?.version);
}

/** The volumes that claims of the namespace are bound to. The view may not have seen them yet. */
async function boundVolumes(
  client: ClusterClient,
  store: StoreRow,
  signal: AbortSignal,
): Promise<RemovedItem[]> {
  const { items: claims } = await client.list(
    client.objectPath('v1', 'PersistentVolumeClaim', store.namespace),
    { signal },
  );
  const volumes = await Promise.all(
    claims.map(async ({ spec }) => {
      const { volumeName } = spec as { volumeName?: string };
      return volumeName === undefined
        ? undefined
        : await client.get(
            client.objectPath('v1', 'PersistentVolume', undefined, volumeName),
            { signal },
          );
    }),
  );
  return volumes.flatMap(volume =>
    volume ? [toItem('PersistentVolume', volume)] : [],
  );
}

/** The namespace that was made for the store, whether or not it is still there. */
function recordedNamespace(store: StoreRow): RemovedItem[] {
  return store.namespace_uid === null
    ? []
    : [{ kind: 'Namespace', name: store.namespace, uid: store.namespace_uid }];
}

function toItem(kind: string, { metadata }: KubernetesObject): RemovedItem {
  return { kind, name: metadata.name, uid: metadata.uid ?? '' };
}

/** What the list cannot say. */
function noteOf(store: StoreRow, found: FoundNamespace): string | null {
  if (found.owned) {
    return found.owned.metadata.deletionTimestamp
      ? 'The namespace was being deleted already when this list was made: what had gone before is not in it.'
      : null;
  }
  const foreign = found.foreign
    ? ' A namespace of that name is there, but it was not made for the store; it was left alone.'
    : '';
  return store.namespace_uid === null
    ? `The store had nothing in its cluster yet when its removal began.${foreign}`
    : `The namespace was gone before the removal began: what was in it is not known.${foreign}`;
}
