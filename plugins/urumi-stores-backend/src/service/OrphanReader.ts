import { NotFoundError } from '@backstage/errors';
import {
  fleetManagePermission,
  Orphan,
  OrphanReference,
  Orphans,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { Cluster, ClusterRegistry } from '../clusters/ClusterRegistry';
import { findStores } from '../database/operations/findStores';
import { readNow } from '../database/operations/readNow';
import { StoreRow, toTimestamp } from '../database/rows';
import { classifyClusterError } from '../kubernetes/classifyClusterError';
import {
  claimNamespace,
  findLeftBehind,
  LeftBehind,
  markedStoreId,
} from '../kubernetes/findLeftBehind';
import { KubernetesObject } from '../kubernetes/KubernetesObject';
import { storeIdOfNamespace } from '../kubernetes/storeNamespaces';
import { isUuid } from '../schema';
import { Caller } from './callers';
import { Judgement, judgeNamespace, judgeVolume } from './judgeOrphan';

/** Milliseconds that one page of a cluster's objects may take. */
const TIMEOUT_MS = 10_000;
/** Leftovers that one answer holds. */
const MAX_ORPHANS = 500;
/** Stores that are read with one statement. */
const STORES_AT_ONCE = 500;

/** A leftover with the verdict on it. */
interface JudgedObject {
  object: KubernetesObject;
  kind: Orphan['kind'];
  store: StoreRow | undefined;
  judgement: Judgement;
  volumes: string[];
}

/** What stores have left behind in the clusters. */
export class OrphanReader {
  readonly #knex: Knex;
  readonly #authorizer: StoreAuthorizer;
  readonly #clusters: ClusterRegistry;

  constructor(options: {
    knex: Knex;
    authorizer: StoreAuthorizer;
    clusters: ClusterRegistry;
  }) {
    this.#knex = options.knex;
    this.#authorizer = options.authorizer;
    this.#clusters = options.clusters;
  }

  /** Looks through all clusters at once. One that does not answer is named with the reason. */
  async list(caller: Caller): Promise<Orphans> {
    await this.#authorizer.authorize(caller.credentials, fleetManagePermission);
    const looks = await Promise.all(
      this.#clusters.list().map(cluster => this.#look(cluster)),
    );
    const items = looks.flatMap(look => look.items);
    return {
      clusters: looks.map(({ name, message }) => ({ name, message })),
      items: items.slice(0, MAX_ORPHANS),
      truncated:
        items.length > MAX_ORPHANS || looks.some(({ truncated }) => truncated),
    };
  }

  /** @throws NotFoundError when no cluster of that name is configured. */
  cluster(name: string): Cluster {
    const cluster = this.#clusters
      .list()
      .find(({ config }) => config.name === name);
    if (!cluster) {
      throw new NotFoundError(
        `There is no cluster '${name}' in urumiStores.clusters`,
      );
    }
    return cluster;
  }

  /** The stores of the ids, by id. What is no id of a store is left out. */
  async stores(ids: readonly string[]): Promise<Map<string, StoreRow>> {
    const asked = [...new Set(ids)].filter(isUuid);
    const stores = new Map<string, StoreRow>();
    for (let start = 0; start < asked.length; start += STORES_AT_ONCE) {
      const some = asked.slice(start, start + STORES_AT_ONCE);
      for (const store of await findStores(this.#knex, some)) {
        stores.set(store.id, store);
      }
    }
    return stores;
  }

  async #look(cluster: Cluster) {
    const { name } = cluster.config;
    try {
      // The cluster first: what is made for a store after its row is read would look unknown.
      const startedAt = await readNow(this.#knex);
      const found = await findLeftBehind(cluster.client, {
        timeoutMs: TIMEOUT_MS,
      });
      const items = await this.#judge(cluster, found, startedAt);
      return { name, message: null, items, truncated: found.truncated };
    } catch (error) {
      const { message } = classifyClusterError(error);
      return { name, message, items: [], truncated: false };
    }
  }

  async #judge(
    { config: { name: cluster }, platform }: Cluster,
    found: LeftBehind,
    startedAt: number,
  ): Promise<Orphan[]> {
    const marked = found.namespaces.map(object => ({
      object,
      storeId: markedStoreId(object) ?? '',
    }));
    const claimed = found.volumes.map(object => {
      const namespace = claimNamespace(object) ?? '';
      return {
        object,
        namespace,
        storeId: storeIdOfNamespace(namespace) ?? '',
      };
    });
    const stores = await this.stores(
      [...marked, ...claimed].map(({ storeId }) => storeId),
    );
    const judged: (JudgedObject | undefined)[] = [
      ...marked.map(({ object, storeId }) => {
        const store = stores.get(storeId);
        const judgement = judgeNamespace(object, {
          cluster,
          platform,
          storeId,
          store,
        });
        return (
          judgement && {
            object,
            kind: 'Namespace' as const,
            store,
            judgement,
            volumes: claimed
              .filter(({ namespace }) => namespace === object.metadata.name)
              .map(volume => volume.object.metadata.name),
          }
        );
      }),
      ...claimed
        .filter(({ namespace }) => !found.existingNamespaces.has(namespace))
        .map(({ object, namespace, storeId }) => {
          const store = stores.get(storeId);
          const judgement = judgeVolume(namespace, { cluster, store });
          return (
            judgement && {
              object,
              kind: 'PersistentVolume' as const,
              store,
              judgement,
              volumes: [],
            }
          );
        }),
    ];
    return judged
      .filter(one => one !== undefined)
      .filter(
        // It may have been listed just before it went.
        ({ store }) => !(Number(store?.deleted_at ?? 0) >= startedAt),
      )
      .map(one => toOrphan(cluster, one));
  }
}

function toOrphan(
  cluster: string,
  { object, kind, store, judgement, volumes }: JudgedObject,
): Orphan {
  const { metadata } = object;
  return {
    ...({
      cluster,
      kind,
      name: metadata.name,
      uid: metadata.uid ?? '',
    } satisfies OrphanReference),
    labels: metadata.labels ?? {},
    created_at: metadata.creationTimestamp ?? null,
    deleting: metadata.deletionTimestamp !== undefined,
    reason: judgement.reason,
    message: judgement.message,
    store: store
      ? {
          id: store.id,
          display_name: store.display_name,
          state: store.status,
          owner: store.owner_ref,
          deleted_at:
            store.deleted_at === null ? null : toTimestamp(store.deleted_at),
        }
      : null,
    volumes,
    remove_refused: judgement.removeRefused,
    adopt_refused: judgement.adoptRefused,
  };
}
