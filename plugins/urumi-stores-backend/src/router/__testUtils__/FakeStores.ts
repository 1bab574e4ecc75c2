import {
  ClusterOffer,
  Engine,
  Job,
  KubernetesEvents,
  OrphanRemoval,
  Orphans,
  Store,
  StoreCredentials,
  StoreDetails,
  StoreEvent,
  StoreLog,
  StoreOperation,
  StorePlanPreview,
  StoreReceipt,
  StoreResources,
  StoreRevision,
  StoreRevisionDiff,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  adoptOrphanRequestSchema,
  createStoreRequestSchema,
  diffRevisionsQuerySchema,
  getLimitsQuerySchema,
  getLogQuerySchema,
  listEventsQuerySchema,
  listJobsQuerySchema,
  listRevisionsQuerySchema,
  listStoresQuerySchema,
  parseOrThrow,
  parseUuid,
  removeOrphanRequestSchema,
  rollBackStoreRequestSchema,
  upgradeStoreRequestSchema,
} from '../../schema';
import { Page, StoresUseCases } from '../../service/types';
import {
  CREDENTIALS,
  KUBERNETES_EVENTS,
  LOG,
  ORPHANS,
  RECEIPT,
  RESOURCES,
  USAGE,
} from './exampleOfCluster';
import { CLUSTERS, ENGINES, LIMITS } from './exampleOfOffers';
import {
  DETAILS,
  EVENT,
  JOB,
  JOB_ID,
  REVISION,
  STORE,
  STORE_ID,
} from './exampleOfStore';

function operation(status: StoreOperation['status']): StoreOperation {
  return {
    store_id: STORE_ID,
    status,
    namespace: STORE.namespace,
    queued_job_id: JOB_ID,
  };
}

/**
 * The use cases with one store in memory. It validates as the real ones do and knows nothing of
 * permissions, limits or databases: it is for tests of the HTTP layer only.
 */
export class FakeStores implements StoresUseCases {
  /** Name and arguments of each call, credentials left out. */
  readonly calls: [keyof StoresUseCases, object][] = [];
  /** Thrown by every call when it is set. */
  failure: unknown;
  nextCursor: string | undefined;
  previousCursor: string | undefined;
  /** What a followed stream gives. */
  events: (signal: AbortSignal) => AsyncIterable<StoreEvent> =
    async function* events() {
      yield EVENT;
    };

  async createStore(options: { body: unknown; idempotencyKey?: string }) {
    this.#enter('createStore', options);
    parseOrThrow(createStoreRequestSchema, options.body, 'body');
    return operation('QUEUED');
  }

  async previewStore(options: { body: unknown }): Promise<StorePlanPreview> {
    this.#enter('previewStore', options);
    const request = parseOrThrow(
      createStoreRequestSchema,
      options.body,
      'body',
    );
    return {
      engine: request.engine,
      plan: 'small',
      cluster: 'local',
      owner: STORE.owner,
      namespace: STORE.namespace,
      host: STORE.hostname,
      chart: { name: 'woocommerce', version: '1.0.0' },
      objects: { Deployment: 1 },
      quota: { pods: '5' },
      limits: LIMITS,
      problems: [],
    };
  }

  async listStores(options: { query: unknown }): Promise<Page<Store>> {
    this.#enter('listStores', options);
    const query = parseOrThrow(listStoresQuerySchema, options.query, 'query');
    return {
      items: [STORE],
      ...(this.nextCursor !== undefined && { nextCursor: this.nextCursor }),
      ...(this.previousCursor !== undefined && {
        previousCursor: this.previousCursor,
      }),
      ...(query.count && { totalCount: 12 }),
    };
  }

  async getStore(options: { storeId: string }): Promise<StoreDetails> {
    this.#enter('getStore', options);
    parseUuid(options.storeId, 'store_id');
    return DETAILS;
  }

  async deleteStore(options: { storeId: string }) {
    this.#enter('deleteStore', options);
    return operation('DELETING');
  }

  async retryStore(options: { storeId: string }) {
    this.#enter('retryStore', options);
    return operation('QUEUED');
  }

  async reconcileStore(options: { storeId: string }) {
    this.#enter('reconcileStore', options);
    return operation('READY');
  }

  async upgradeStore(options: { storeId: string; body: unknown }) {
    this.#enter('upgradeStore', options);
    parseOrThrow(upgradeStoreRequestSchema, options.body, 'body');
    return operation('READY');
  }

  async rollBackStore(options: { storeId: string; body: unknown }) {
    this.#enter('rollBackStore', options);
    parseOrThrow(rollBackStoreRequestSchema, options.body, 'body');
    return operation('READY');
  }

  async listRevisions(options: {
    storeId: string;
    query: unknown;
  }): Promise<Page<StoreRevision>> {
    this.#enter('listRevisions', options);
    parseOrThrow(listRevisionsQuerySchema, options.query, 'query');
    return { items: [REVISION] };
  }

  async diffRevisions(options: {
    storeId: string;
    revision: string;
    query: unknown;
  }): Promise<StoreRevisionDiff> {
    this.#enter('diffRevisions', options);
    parseOrThrow(diffRevisionsQuerySchema, options.query, 'query');
    return {
      from: Number(options.revision),
      to: 2,
      chart: { before: '1.0.0', after: '1.0.0' },
      values: [{ path: 'web.workers', before: '6', after: '12' }],
      manifest: null,
      note: 'The cluster no longer keeps the objects of revision 1.',
    };
  }

  async listEvents(options: { storeId: string; query: unknown }) {
    this.#enter('listEvents', options);
    parseOrThrow(listEventsQuerySchema, options.query, 'query');
    return [EVENT];
  }

  async followEvents(options: {
    storeId: string;
    after: number;
    signal: AbortSignal;
  }) {
    const { storeId, after, signal } = options;
    this.#enter('followEvents', { storeId, after });
    return this.events(signal);
  }

  async getResources(options: { storeId: string }): Promise<StoreResources> {
    this.#enter('getResources', options);
    return RESOURCES;
  }

  async getUsage(options: { storeId: string }): Promise<StoreUsage> {
    this.#enter('getUsage', options);
    return USAGE;
  }

  async listKubernetesEvents(options: {
    storeId: string;
  }): Promise<KubernetesEvents> {
    this.#enter('listKubernetesEvents', options);
    return KUBERNETES_EVENTS;
  }

  async getLog(options: {
    storeId: string;
    query: unknown;
  }): Promise<StoreLog> {
    this.#enter('getLog', options);
    parseOrThrow(getLogQuerySchema, options.query, 'query');
    return LOG;
  }

  async getCredentials(options: {
    storeId: string;
  }): Promise<StoreCredentials> {
    this.#enter('getCredentials', options);
    return CREDENTIALS;
  }

  async getReceipt(options: { storeId: string }): Promise<StoreReceipt> {
    this.#enter('getReceipt', options);
    return RECEIPT;
  }

  async listOrphans(): Promise<Orphans> {
    this.#enter('listOrphans', {});
    return ORPHANS;
  }

  async removeOrphan(options: { body: unknown }): Promise<OrphanRemoval> {
    this.#enter('removeOrphan', options);
    return {
      ...parseOrThrow(removeOrphanRequestSchema, options.body, 'body'),
      state: 'removing',
    };
  }

  async adoptOrphan(options: { body: unknown }) {
    this.#enter('adoptOrphan', options);
    parseOrThrow(adoptOrphanRequestSchema, options.body, 'body');
    return operation('QUEUED');
  }

  async listJobs(options: { query: unknown }): Promise<Page<Job>> {
    this.#enter('listJobs', options);
    parseOrThrow(listJobsQuerySchema, options.query, 'query');
    return {
      items: [JOB],
      ...(this.nextCursor !== undefined && { nextCursor: this.nextCursor }),
    };
  }

  async getJob(options: { jobId: string }) {
    this.#enter('getJob', options);
    return JOB;
  }

  async cancelJob(options: { jobId: string }) {
    this.#enter('cancelJob', options);
    return JOB;
  }

  async listEngines(): Promise<Engine[]> {
    this.#enter('listEngines', {});
    return ENGINES;
  }

  async listClusters(): Promise<ClusterOffer[]> {
    this.#enter('listClusters', {});
    return CLUSTERS;
  }

  async getLimits(options: { query: unknown }) {
    this.#enter('getLimits', options);
    parseOrThrow(getLimitsQuerySchema, options.query, 'query');
    return LIMITS;
  }

  #enter(name: keyof StoresUseCases, options: object): void {
    const { credentials, ...rest } = options as { credentials?: unknown };
    this.calls.push([name, rest]);
    if (this.failure !== undefined) {
      throw this.failure;
    }
  }
}
