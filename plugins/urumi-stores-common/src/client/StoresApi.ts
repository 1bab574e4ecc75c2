import {
  AdoptOrphanRequest,
  ClusterOffer,
  CreateStoreRequest,
  Engine,
  Job,
  KubernetesEvents,
  ListStoresQuery,
  OrphanReference,
  OrphanRemoval,
  Orphans,
  Readiness,
  RollBackStoreRequest,
  StoreCredentials,
  StoreDetails,
  StoreEvent,
  StoreLimits,
  StoreLog,
  StoreLogQuery,
  StoreOperation,
  StorePage,
  StorePlanPreview,
  StoreReceipt,
  StoreResources,
  StoreRevisionDiff,
  StoreRevisionPage,
  StoreUsage,
  UpgradeStoreRequest,
} from '../contract';

/** @public */
export interface StoresRequestOptions {
  /** Bearer token; in the browser the fetch API adds it. */
  token?: string;
  signal?: AbortSignal;
}

/** @public */
export interface CreateStoreOptions extends StoresRequestOptions {
  /** The same key and body again give the same answer, and one store. */
  idempotencyKey?: string;
}

/** @public */
export interface ListEventsOptions extends StoresRequestOptions {
  /** Only events with a greater id, oldest first. */
  after?: number;
  /** Only events with a smaller id, newest first; not together with `after`. */
  before?: number;
  limit?: number;
  /** Only of these levels. */
  level?: StoreEvent['level'][];
  /** Only of these types; `step` also means `step.finished`. */
  type?: string[];
}

/** @public */
export interface ListRevisionsOptions extends StoresRequestOptions {
  /** So many at most; default 100. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/**
 * The HTTP API of Urumi Stores, as the browser and other backend plugins call it.
 *
 * @remarks
 * Every method throws `ResponseError` of `@backstage/errors` when the answer is not a success.
 *
 * @public
 */
export interface StoresApi {
  createStore(
    request: CreateStoreRequest,
    options?: CreateStoreOptions,
  ): Promise<StoreOperation>;
  previewStore(
    request: CreateStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StorePlanPreview>;
  listStores(
    query?: ListStoresQuery,
    options?: StoresRequestOptions,
  ): Promise<StorePage>;
  getStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreDetails>;
  deleteStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  retryStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  /** Brings a READY store back to what the platform applied. */
  reconcileStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  /** Changes what is given; all else stays as it is. */
  upgradeStore(
    storeId: string,
    request: UpgradeStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  /** Takes the store back to the chart and the values of an earlier revision. */
  rollBackStore(
    storeId: string,
    request: RollBackStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  /** One page, the newest first. */
  listRevisions(
    storeId: string,
    options?: ListRevisionsOptions,
  ): Promise<StoreRevisionPage>;
  /** What differs between two revisions, secrets masked. `to` is by default the one that runs. */
  diffRevisions(
    storeId: string,
    revisions: { from: number; to?: number },
    options?: StoresRequestOptions,
  ): Promise<StoreRevisionDiff>;
  listEvents(
    storeId: string,
    options?: ListEventsOptions,
  ): Promise<StoreEvent[]>;
  getResources(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreResources>;
  /** The end of what a container has written. */
  getLog(
    storeId: string,
    query?: StoreLogQuery,
    options?: StoresRequestOptions,
  ): Promise<StoreLog>;
  listKubernetesEvents(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<KubernetesEvents>;
  /** What the store uses of its limits. */
  getUsage(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreUsage>;
  getCredentials(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreCredentials>;
  /** Of a deleted store. */
  getReceipt(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreReceipt>;
  listJobs(
    query?: { store_id?: string },
    options?: StoresRequestOptions,
  ): Promise<Job[]>;
  /** What has not begun ends at once, what runs ends at its next safe point. */
  cancelJob(jobId: string, options?: StoresRequestOptions): Promise<Job>;
  listEngines(options?: StoresRequestOptions): Promise<Engine[]>;
  listClusters(options?: StoresRequestOptions): Promise<ClusterOffer[]>;
  getLimits(
    query?: { owner?: string },
    options?: StoresRequestOptions,
  ): Promise<StoreLimits>;
  listOrphans(options?: StoresRequestOptions): Promise<Orphans>;
  /** Removes exactly that object, if no living store has it. */
  removeOrphan(
    orphan: OrphanReference,
    options?: StoresRequestOptions,
  ): Promise<OrphanRemoval>;
  /** Makes it a living store again, where that can be done truthfully. */
  adoptOrphan(
    request: AdoptOrphanRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation>;
  /** Also answers when the backend is not ready: see `status`. */
  getReadiness(options?: StoresRequestOptions): Promise<Readiness>;
}
