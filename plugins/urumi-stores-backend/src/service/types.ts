import { BackstageCredentials } from '@backstage/backend-plugin-api';
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
  StoreLimits,
  StoreLog,
  StoreOperation,
  StorePlanPreview,
  StoreReceipt,
  StoreResources,
  StoreRevision,
  StoreRevisionDiff,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * What every use case is told of its caller.
 */
export interface CallerOptions {
  credentials: BackstageCredentials;
}

/** One page of a list, with the cursors of its neighbours. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
  previousCursor?: string;
  totalCount?: number;
}

/**
 * The use cases of the plugin. Each one authorises the caller, checks its input, writes, and
 * audits, in the order of checks that the HTTP contract fixes. Input that comes from outside is
 * `unknown` here: the use case validates it after it has authorised the caller.
 *
 * @throws AuthenticationError, NotAllowedError (403), UnprocessableEntityError (422),
 * TooManyRequestsError (429), InputError (400), NotFoundError (404), ConflictError (409).
 */
export interface StoresUseCases {
  createStore(
    options: CallerOptions & { body: unknown; idempotencyKey?: string },
  ): Promise<StoreOperation>;
  previewStore(
    options: CallerOptions & { body: unknown },
  ): Promise<StorePlanPreview>;
  listStores(options: CallerOptions & { query: unknown }): Promise<Page<Store>>;
  getStore(options: CallerOptions & { storeId: string }): Promise<StoreDetails>;
  deleteStore(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreOperation>;
  retryStore(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreOperation>;
  /** @throws ConflictError naming the state when the store is not READY. */
  reconcileStore(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreOperation>;
  /** @throws ConflictError naming the state when the store is not READY. */
  upgradeStore(
    options: CallerOptions & { storeId: string; body: unknown },
  ): Promise<StoreOperation>;
  /** @throws ConflictError with the reason when the store cannot go back. */
  rollBackStore(
    options: CallerOptions & { storeId: string; body: unknown },
  ): Promise<StoreOperation>;
  listRevisions(
    options: CallerOptions & { storeId: string; query: unknown },
  ): Promise<Page<StoreRevision>>;
  diffRevisions(
    options: CallerOptions & {
      storeId: string;
      revision: string;
      query: unknown;
    },
  ): Promise<StoreRevisionDiff>;
  listEvents(
    options: CallerOptions & { storeId: string; query: unknown },
  ): Promise<StoreEvent[]>;
  /**
   * Events of a store as they come, from `after` on, oldest first. Ends when the signal aborts
   * or the store's last event (`deleted`) was given. Authorises before the first event.
   */
  followEvents(
    options: CallerOptions & {
      storeId: string;
      after: number;
      signal: AbortSignal;
    },
  ): Promise<AsyncIterable<StoreEvent>>;
  getResources(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreResources>;
  getUsage(options: CallerOptions & { storeId: string }): Promise<StoreUsage>;
  listKubernetesEvents(
    options: CallerOptions & { storeId: string },
  ): Promise<KubernetesEvents>;
  getLog(
    options: CallerOptions & { storeId: string; query: unknown },
  ): Promise<StoreLog>;
  getCredentials(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreCredentials>;
  getReceipt(
    options: CallerOptions & { storeId: string },
  ): Promise<StoreReceipt>;
  listJobs(options: CallerOptions & { query: unknown }): Promise<Page<Job>>;
  cancelJob(options: CallerOptions & { jobId: string }): Promise<Job>;
  getJob(options: CallerOptions & { jobId: string }): Promise<Job>;
  listEngines(options: CallerOptions): Promise<Engine[]>;
  listClusters(options: CallerOptions): Promise<ClusterOffer[]>;
  getLimits(options: CallerOptions & { query: unknown }): Promise<StoreLimits>;
  listOrphans(options: CallerOptions): Promise<Orphans>;
  removeOrphan(
    options: CallerOptions & { body: unknown },
  ): Promise<OrphanRemoval>;
  adoptOrphan(
    options: CallerOptions & { body: unknown },
  ): Promise<StoreOperation>;
}
