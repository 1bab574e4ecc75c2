import {
  ClusterOffer,
  Engine,
  Job,
  KubernetesEvents,
  OrphanReference,
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

export const STORE_ID = '019ab0f0-8a51-7c3e-9d55-0123456789ab';
export const JOB_ID = '019ab0f0-8a51-7c3e-9d55-ba9876543210';
const TIME = '2026-11-20T10:00:00.000Z';

export const STORE: Store = {
  id: STORE_ID,
  engine: 'woocommerce',
  display_name: '"Zoë\'s" 🛍️',
  namespace: `store-${STORE_ID}`,
  release_name: `store-${STORE_ID}`,
  status: 'READY',
  url: 'http://shop.localhost:8080',
  admin_url: 'http://shop.localhost:8080/wp-admin/',
  last_error: null,
  created_at: TIME,
  updated_at: TIME,
  plan: 'small',
  cluster: 'local',
  owner: 'group:default/storefront',
  created_by: 'user:default/ada',
  hostname: 'shop.localhost',
  parameters: { status: 'HACKED', nested: { url: 'http://evil', store_id: 1 } },
  chart_version: '1.0.0',
  ready_at: TIME,
  deleted_at: null,
  conditions: [
    {
      type: 'Verified',
      state: 'false',
      reason: 'SimulatedNodes',
      message: 'Nothing runs here',
      since: TIME,
    },
  ],
  failure: null,
};

export const EVENT: StoreEvent = {
  id: 7,
  event_type: 'ready',
  message: 'The store is ready',
  created_at: TIME,
  actor: 'system',
  job_id: JOB_ID,
  level: 'info',
  data: { url: 'http://nested', status: 'nested' },
};

export const JOB: Job = {
  id: JOB_ID,
  store_id: STORE_ID,
  action: 'PROVISION',
  state: 'QUEUED',
  attempt: 1,
  max_attempts: 5,
  position: 1,
  waiting_for: null,
  locked_by: null,
  lease_expires_at: null,
  run_after: TIME,
  error_message: null,
  error_class: null,
  actor: 'user:default/ada',
  created_at: TIME,
  updated_at: TIME,
  completed_at: null,
};

export const ORPHAN: OrphanReference = {
  cluster: 'local',
  kind: 'Namespace',
  name: STORE.namespace,
  uid: '6a1c3c2e-0000-4000-8000-000000000001',
};

const USAGE = { used: 1, allowed: 50, left: 49 };
const LIMITS: StoreLimits = {
  owner: STORE.owner,
  stores_per_owner: USAGE,
  stores_total: USAGE,
  writes_per_minute: USAGE,
  person: 'user:default/sana',
  stores_per_person: USAGE,
  creates_per_minute: USAGE,
  deletes_per_minute: USAGE,
  plans: [{ plan: 'large', stores_per_owner: USAGE, stores_total: null }],
};

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
    const { store_id, ...job } = JOB;
    return {
      ...STORE,
      events: [EVENT],
      job,
      steps: [
        {
          name: 'namespace',
          state: 'done',
          started_at: TIME,
          finished_at: TIME,
          message: 'Made',
          deadline_ms: null,
          usual_ms: 2_000,
        },
      ],
      health: {
        cause: null,
        drift: [
          {
            kind: 'ResourceQuota',
            name: 'store',
            part: 'guardrails',
            change: 'changed',
            field: 'spec.hard.pods',
            expected: '5',
            actual: '50',
            changed_by: 'kubectl-edit',
            changed_at: TIME,
          },
        ],
      },
    };
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
    const items: StoreRevision[] = [
      {
        revision: 1,
        current: true,
        state: 'deployed',
        action: 'PROVISION',
        job_id: JOB_ID,
        job_state: 'SUCCEEDED',
        actor: JOB.actor,
        message: 'The store was installed.',
        chart_version: '1.0.0',
        chart_digest: null,
        plan: 'small',
        parameters: {},
        created_at: TIME,
        rollback: { possible: false, reason: 'The store runs this revision.' },
      },
    ];
    return { items };
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
    return {
      cluster: 'local',
      namespace: STORE.namespace,
      simulated_nodes: true,
      items: [
        {
          kind: 'Pod',
          name: 'web-0',
          health: 'progressing',
          message: 'Starting',
          created_at: TIME,
          details: { restarts: 0 },
        },
      ],
    };
  }

  async getUsage(options: { storeId: string }): Promise<StoreUsage> {
    this.#enter('getUsage', options);
    return {
      cluster: 'local',
      namespace: STORE.namespace,
      items: [
        { resource: 'limits.cpu', used: '1500m', hard: '2', share: 0.75 },
        { resource: 'services.nodeports', used: '0', hard: '0', share: null },
      ],
    };
  }

  async listKubernetesEvents(options: {
    storeId: string;
  }): Promise<KubernetesEvents> {
    this.#enter('listKubernetesEvents', options);
    return {
      cluster: 'local',
      namespace: STORE.namespace,
      items: [
        {
          level: 'normal',
          reason: 'Pulled',
          message: 'Image pulled in 3 s',
          kind: 'Pod',
          name: 'web-0',
          count: 1,
          first_seen: TIME,
          last_seen: TIME,
        },
      ],
      truncated: false,
    };
  }

  async getLog(options: {
    storeId: string;
    query: unknown;
  }): Promise<StoreLog> {
    this.#enter('getLog', options);
    parseOrThrow(getLogQuerySchema, options.query, 'query');
    return {
      cluster: 'local',
      namespace: STORE.namespace,
      pod: 'web-0',
      container: 'web',
      previous: false,
      truncated: false,
      absent: null,
      lines: [{ time: '2026-11-20T10:00:00.000000001Z', text: 'ready' }],
    };
  }

  async getCredentials(options: {
    storeId: string;
  }): Promise<StoreCredentials> {
    this.#enter('getCredentials', options);
    return {
      store_id: STORE_ID,
      username: 'admin',
      password: 'canary',
      admin_url: 'http://shop.localhost:8080/wp-admin',
    };
  }

  async getReceipt(options: { storeId: string }): Promise<StoreReceipt> {
    this.#enter('getReceipt', options);
    return {
      store_id: STORE_ID,
      cluster: 'local',
      namespace: STORE.namespace,
      requested_by: 'user:default/ada',
      requested_at: TIME,
      deleted_at: TIME,
      duration_ms: 0,
      note: null,
      items: [
        {
          kind: 'Namespace',
          name: STORE.namespace,
          uid: ORPHAN.uid,
          gone_at: TIME,
          answer: 'not_found',
        },
      ],
    };
  }

  async listOrphans(): Promise<Orphans> {
    this.#enter('listOrphans', {});
    return {
      clusters: [
        { name: 'local', message: null },
        { name: 'away', message: 'It does not answer' },
      ],
      items: [
        {
          ...ORPHAN,
          labels: { 'urumi.io/store': STORE_ID },
          created_at: TIME,
          deleting: false,
          reason: 'deleted_store',
          message: 'Its store is deleted',
          store: {
            id: STORE_ID,
            display_name: null,
            state: 'DELETED',
            owner: STORE.owner,
            deleted_at: TIME,
          },
          volumes: [],
          remove_refused: null,
          adopt_refused: 'A deleted store stays deleted',
        },
      ],
      truncated: false,
    };
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
    return [
      {
        id: 'woocommerce',
        title: 'WooCommerce',
        description: 'WordPress with WooCommerce',
        enabled: true,
        chart_version: '1.0.0',
        app_version: '10.0.0',
        default_plan: 'small',
        plans: [
          {
            name: 'small',
            title: 'Small',
            description: 'For trying',
            quota: { pods: '5' },
          },
        ],
        parameters_schema: { type: 'object' },
      },
    ];
  }

  async listClusters(): Promise<ClusterOffer[]> {
    this.#enter('listClusters', {});
    return [
      {
        name: 'local',
        reachable: false,
        simulated_nodes: null,
        message: "The cluster 'local' does not answer.",
        since: TIME,
        incident: {
          code: 'ClusterUnreachable',
          message: "The cluster 'local' does not answer.",
          owner: 'platform_operator',
          next_action: 'Look at it',
          since: TIME,
          stores_waiting: 3,
        },
        labels: { region: 'eu' },
        capacity: { used: 3, allowed: 10, left: 7 },
      },
    ];
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
