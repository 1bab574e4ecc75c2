import {
  KubernetesEvents,
  OrphanReference,
  Orphans,
  StoreCredentials,
  StoreLog,
  StoreReceipt,
  StoreResources,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { STORE, STORE_ID, TIME } from './exampleOfStore';

export const ORPHAN: OrphanReference = {
  cluster: 'local',
  kind: 'Namespace',
  name: STORE.namespace,
  uid: '6a1c3c2e-0000-4000-8000-000000000001',
};

export const RESOURCES: StoreResources = {
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

export const USAGE: StoreUsage = {
  cluster: 'local',
  namespace: STORE.namespace,
  items: [
    { resource: 'limits.cpu', used: '1500m', hard: '2', share: 0.75 },
    { resource: 'services.nodeports', used: '0', hard: '0', share: null },
  ],
};

export const KUBERNETES_EVENTS: KubernetesEvents = {
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

export const LOG: StoreLog = {
  cluster: 'local',
  namespace: STORE.namespace,
  pod: 'web-0',
  container: 'web',
  previous: false,
  truncated: false,
  absent: null,
  lines: [{ time: '2026-11-20T10:00:00.000000001Z', text: 'ready' }],
};

export const CREDENTIALS: StoreCredentials = {
  store_id: STORE_ID,
  username: 'admin',
  password: 'canary',
  admin_url: 'http://shop.localhost:8080/wp-admin',
};

export const RECEIPT: StoreReceipt = {
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

export const ORPHANS: Orphans = {
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
