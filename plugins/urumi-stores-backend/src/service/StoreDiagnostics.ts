import { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  KubernetesEvents,
  StoreLog,
  StoreLogAbsence,
  storeLogsReadPermission,
  storeReadPermission,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Cluster, ClusterRegistry } from '../clusters/ClusterRegistry';
import { StoreRow } from '../database/rows';
import { withStoreAccess } from '../clusters/withStoreAccess';
import { EngineRegistry } from '../engines/EngineRegistry';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import {
  readCredentialsSecret,
  readKubernetesEvents,
  readPodLog,
  readQuotas,
  telltaleContainer,
} from '../kubernetes';
import { PodView } from '../kubernetes/projections';
import { parseQuantity } from '../kubernetes/quantity';
import { getLogQuerySchema, ParsedGetLogQuery, parseOrThrow } from '../schema';
import { audited, auditRefusal } from './audited';
import { Caller } from './callers';
import { withClusterRefusals } from './clusterRefusals';
import { reachableCluster } from './reachableCluster';
import { redactValues } from './redactValues';
import { StoreReader } from './StoreReader';

/** What somebody who looks for a fault asks a store's cluster, one request at a time. */
export class StoreDiagnostics {
  readonly #reader: StoreReader;
  readonly #clusters: ClusterRegistry;
  readonly #engines: EngineRegistry;
  readonly #auditor: AuditorService;

  constructor(options: {
    reader: StoreReader;
    clusters: ClusterRegistry;
    engines: EngineRegistry;
    auditor: AuditorService;
  }) {
    this.#reader = options.reader;
    this.#clusters = options.clusters;
    this.#engines = options.engines;
    this.#auditor = options.auditor;
  }

  /** @throws ServiceUnavailableError when the cluster cannot be seen at the moment. */
  async usage(caller: Caller, storeId: string): Promise<StoreUsage> {
    const { store, cluster, exists } = await this.#find(caller, storeId);
    const quotas = exists
      ? await readInStore(store, cluster, () =>
          readQuotas(cluster.client, store),
        )
      : [];
    return {
      cluster: store.cluster,
      namespace: store.namespace,
      items: quotas.map(({ resource, used, hard }) => {
        const limit = parseQuantity(hard);
        const amount = parseQuantity(used);
        return {
          ...{ resource, used, hard },
          share: limit && amount !== undefined ? amount / limit : null,
        };
      }),
    };
  }

  /** @throws ServiceUnavailableError when the cluster cannot be seen at the moment. */
  async events(caller: Caller, storeId: string): Promise<KubernetesEvents> {
    const { store, cluster, exists } = await this.#find(caller, storeId);
    const read = exists
      ? await withClusterRefusals(store.cluster, () =>
          readKubernetesEvents(cluster.client, store),
        )
      : { items: [], truncated: false };
    return { cluster: store.cluster, namespace: store.namespace, ...read };
  }

  /**
   * The end of a container's log, without the store's passwords; each reading is audited.
   *
   * @throws NotFoundError when the store has no such pod or container.
   */
  async log(
    caller: Caller,
    storeId: string,
    rawQuery: unknown,
  ): Promise<StoreLog> {
    const refusal = {
      eventId: 'store-logs-read',
      severityLevel: 'low' as const,
      meta: { actor: caller.principal, storeId },
    };
    const store = await auditRefusal(this.#auditor, refusal, () =>
      this.#reader.find(caller, storeId, storeLogsReadPermission),
    );
    const query = parseOrThrow(getLogQuerySchema, rawQuery, 'query');
    const { pod = null, container = null } = query;
    const meta = { actor: caller.principal, storeId: store.id, pod, container };
    return audited(
      this.#auditor,
      { eventId: 'store-logs-read', severityLevel: 'low', meta },
      async () => this.#readLog(store, query),
    );
  }

  async #readLog(store: StoreRow, query: ParsedGetLogQuery): Promise<StoreLog> {
    const cluster = reachableCluster(this.#clusters, store);
    const pod = choosePod(
      store,
      cluster.view.objects(store.namespace).pods,
      query.pod,
    );
    const container = pod && chooseContainer(pod, query.container);
    const answer = {
      cluster: store.cluster,
      namespace: store.namespace,
      pod: pod?.name ?? null,
      container: container ?? null,
      previous: query.previous,
      truncated: false,
      lines: [],
    };
    const absent = (
      reason: StoreLogAbsence['reason'],
      message: string,
    ): StoreLog => ({ ...answer, absent: { reason, message } });
    if (!pod) {
      return absent('NoPod', 'The store has no pod at the moment.');
    }
    if (cluster.facts()?.simulatedNodes) {
      return absent(
        'SimulatedNodes',
        `The nodes of cluster '${store.cluster}' are simulated: nothing runs in pod ${pod.name}, so nothing writes a log.`,
      );
    }
    if (container === undefined) {
      return absent(
        'NotStarted',
        `No container of pod ${pod.name} has been started yet.`,
      );
    }
    return readInStore(store, cluster, async () => {
      const read = await readPodLog(cluster.client, {
        ...query,
        namespace: store.namespace,
        pod: pod.name,
        container,
        redact: redactValues(await this.#secrets(store, cluster)),
      });
      return read.absent === undefined
        ? { ...answer, ...read, absent: null }
        : absent('NotStarted', read.absent);
    });
  }

  /** What must not be told: all of the store's login but the user's name. */
  async #secrets(store: StoreRow, cluster: Cluster): Promise<string[]> {
    const name = this.#engines.get(store.engine)?.engine.credentials
      .usernameKey;
    const secret = await readCredentialsSecret(cluster.client, {
      namespace: store.namespace,
      name: CREDENTIALS_SECRET,
    });
    return Object.entries(secret ?? {}).flatMap(([key, value]) =>
      key === name ? [] : value,
    );
  }

  async #find(caller: Caller, storeId: string) {
    const store = await this.#reader.find(caller, storeId, storeReadPermission);
    const cluster = reachableCluster(this.#clusters, store);
    const exists =
      cluster.view.objects(store.namespace).namespace !== undefined;
    return { store, cluster, exists };
  }
}

/** Reads what only the role of the platform in the store's namespace lets it read. */
async function readInStore<T>(
  store: StoreRow,
  cluster: Cluster,
  read: () => Promise<T>,
): Promise<T> {
  const { id: storeId, namespace, namespace_uid: uid } = store;
  return withClusterRefusals(store.cluster, () =>
    withStoreAccess(cluster, { storeId, namespace, uid }, read),
  );
}

function choosePod(
  store: StoreRow,
  pods: readonly PodView[],
  name: string | undefined,
): PodView | undefined {
  if (name === undefined) {
    return (
      pods.find(({ ready, phase }) => !ready && phase !== 'Succeeded') ??
      pods.find(({ phase }) => phase !== 'Succeeded') ??
      pods[0]
    );
  }
  const pod = pods.find(one => one.name === name);
  if (!pod) {
    throw new NotFoundError(
      `Store ${store.id} has no pod '${name}' at the moment; GET /stores/${store.id}/resources lists those that it has`,
    );
  }
  return pod;
}

function chooseContainer(
  pod: PodView,
  name: string | undefined,
): string | undefined {
  if (name === undefined) {
    return telltaleContainer(pod);
  }
  const names = pod.containers.map(one => one.name);
  if (names.length > 0 && !names.includes(name)) {
    throw new NotFoundError(
      `Pod ${pod.name} has no container '${name}', only ${names.join(', ')}`,
    );
  }
  return names.length > 0 ? name : undefined;
}
