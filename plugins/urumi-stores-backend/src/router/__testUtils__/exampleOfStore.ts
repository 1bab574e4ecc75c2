import {
  Job,
  Store,
  StoreDetails,
  StoreEvent,
  StoreRevision,
} from '@urumi/backstage-plugin-urumi-stores-common';

export const STORE_ID = '019ab0f0-8a51-7c3e-9d55-0123456789ab';
export const JOB_ID = '019ab0f0-8a51-7c3e-9d55-ba9876543210';
export const TIME = '2026-11-20T10:00:00.000Z';

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

export const REVISION: StoreRevision = {
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
};

const { store_id: _, ...job } = JOB;

export const DETAILS: StoreDetails = {
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
