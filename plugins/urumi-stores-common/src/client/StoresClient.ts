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
  Store,
  StoreReceipt,
  StoreResources,
  StoreRevision,
  StoreRevisionDiff,
  StoreRevisionPage,
  StoreUsage,
  UpgradeStoreRequest,
} from '../contract';
import {
  CreateStoreOptions,
  ListEventsOptions,
  ListRevisionsOptions,
  StoresApi,
  StoresRequestOptions,
} from './StoresApi';
import { readCursor, StoresHttp } from './StoresHttp';

/**
 * Calls the HTTP API of Urumi Stores from the browser and from other backend plugins.
 *
 * @public
 */
export class StoresClient implements StoresApi {
  readonly #http: StoresHttp;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    /** Default: the global fetch. */
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#http = new StoresHttp(options);
  }

  async createStore(
    request: CreateStoreRequest,
    options?: CreateStoreOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: '/stores',
      body: request,
      ...options,
    });
  }

  async previewStore(
    request: CreateStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StorePlanPreview> {
    return this.#http.json({
      method: 'POST',
      path: '/stores',
      query: { dry_run: true },
      body: request,
      ...options,
    });
  }

  async listStores(
    query: ListStoresQuery = {},
    options?: StoresRequestOptions,
  ): Promise<StorePage> {
    const response = await this.#http.send({
      path: '/stores',
      query: { ...query },
      ...options,
    });
    const items = (await response.json()) as Store[];
    const links = response.headers.get('link') ?? '';
    const nextCursor = readCursor(links, 'next');
    const previousCursor = readCursor(links, 'prev');
    const total = response.headers.get('x-total-count');
    return {
      items,
      ...(nextCursor !== undefined && { nextCursor }),
      ...(previousCursor !== undefined && { previousCursor }),
      ...(total !== null && { totalCount: Number(total) }),
    };
  }

  async getStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreDetails> {
    return this.#http.json({ path: storePath(storeId), ...options });
  }

  async deleteStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'DELETE',
      path: storePath(storeId),
      ...options,
    });
  }

  async retryStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: `${storePath(storeId)}/retry`,
      ...options,
    });
  }

  async reconcileStore(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: `${storePath(storeId)}/reconcile`,
      ...options,
    });
  }

  async upgradeStore(
    storeId: string,
    request: UpgradeStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: `${storePath(storeId)}/upgrade`,
      body: request,
      ...options,
    });
  }

  async rollBackStore(
    storeId: string,
    request: RollBackStoreRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: `${storePath(storeId)}/rollback`,
      body: request,
      ...options,
    });
  }

  async listRevisions(
    storeId: string,
    options: ListRevisionsOptions = {},
  ): Promise<StoreRevisionPage> {
    const { limit, cursor, ...rest } = options;
    const response = await this.#http.send({
      path: `${storePath(storeId)}/revisions`,
      query: { limit, cursor },
      ...rest,
    });
    const items = (await response.json()) as StoreRevision[];
    const links = response.headers.get('link') ?? '';
    const nextCursor = readCursor(links, 'next');
    return { items, ...(nextCursor !== undefined && { nextCursor }) };
  }

  async diffRevisions(
    storeId: string,
    revisions: { from: number; to?: number },
    options?: StoresRequestOptions,
  ): Promise<StoreRevisionDiff> {
    return this.#http.json({
      path: `${storePath(storeId)}/revisions/${revisions.from}/diff`,
      query: { to: revisions.to },
      ...options,
    });
  }

  async listEvents(
    storeId: string,
    options: ListEventsOptions = {},
  ): Promise<StoreEvent[]> {
    const { after, before, limit, level, type, ...rest } = options;
    return this.#http.json({
      path: `${storePath(storeId)}/events`,
      query: { after, before, limit, level, type },
      ...rest,
    });
  }

  async getResources(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreResources> {
    return this.#http.json({
      path: `${storePath(storeId)}/resources`,
      ...options,
    });
  }

  async getLog(
    storeId: string,
    query: StoreLogQuery = {},
    options?: StoresRequestOptions,
  ): Promise<StoreLog> {
    return this.#http.json({
      path: `${storePath(storeId)}/logs`,
      query: { ...query },
      ...options,
    });
  }

  async listKubernetesEvents(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<KubernetesEvents> {
    return this.#http.json({
      path: `${storePath(storeId)}/kubernetes-events`,
      ...options,
    });
  }

  async getUsage(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreUsage> {
    return this.#http.json({ path: `${storePath(storeId)}/usage`, ...options });
  }

  async getCredentials(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreCredentials> {
    return this.#http.json({
      path: `${storePath(storeId)}/credentials`,
      ...options,
    });
  }

  async getReceipt(
    storeId: string,
    options?: StoresRequestOptions,
  ): Promise<StoreReceipt> {
    return this.#http.json({
      path: `${storePath(storeId)}/receipt`,
      ...options,
    });
  }

  async listJobs(
    query: { store_id?: string } = {},
    options?: StoresRequestOptions,
  ): Promise<Job[]> {
    return this.#http.json({ path: '/jobs', query, ...options });
  }

  async cancelJob(jobId: string, options?: StoresRequestOptions): Promise<Job> {
    return this.#http.json({
      method: 'POST',
      path: `/jobs/${encodeURIComponent(jobId)}/cancel`,
      ...options,
    });
  }

  async listEngines(options?: StoresRequestOptions): Promise<Engine[]> {
    return this.#http.json({ path: '/engines', ...options });
  }

  async listClusters(options?: StoresRequestOptions): Promise<ClusterOffer[]> {
    return this.#http.json({ path: '/clusters', ...options });
  }

  async getLimits(
    query: { owner?: string } = {},
    options?: StoresRequestOptions,
  ): Promise<StoreLimits> {
    return this.#http.json({ path: '/limits', query, ...options });
  }

  async listOrphans(options?: StoresRequestOptions): Promise<Orphans> {
    return this.#http.json({ path: '/orphans', ...options });
  }

  async removeOrphan(
    orphan: OrphanReference,
    options?: StoresRequestOptions,
  ): Promise<OrphanRemoval> {
    return this.#http.json({
      method: 'POST',
      path: '/orphans/remove',
      body: orphan,
      ...options,
    });
  }

  async adoptOrphan(
    request: AdoptOrphanRequest,
    options?: StoresRequestOptions,
  ): Promise<StoreOperation> {
    return this.#http.json({
      method: 'POST',
      path: '/orphans/adopt',
      body: request,
      ...options,
    });
  }

  async getReadiness(options?: StoresRequestOptions): Promise<Readiness> {
    return this.#http.json({ path: '/readyz', accept: [503], ...options });
  }
}

function storePath(storeId: string): string {
  return `/stores/${encodeURIComponent(storeId)}`;
}
