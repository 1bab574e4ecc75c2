import {
  Engine,
  Readiness,
  StoreDetails,
  StoreLimits,
  StorePlanPreview,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';

const STORE_ID = '019ab1c2-0000-7000-8000-000000000001';

/** A READY store on a real cluster. */
export function aStore(changes: Partial<StoreDetails> = {}): StoreDetails {
  return {
    id: STORE_ID,
    engine: 'woocommerce',
    display_name: 'Summer sale',
    namespace: `store-${STORE_ID}`,
    release_name: `store-${STORE_ID}`,
    status: 'READY',
    url: 'http://summer.localhost:8080',
    admin_url: 'http://summer.localhost:8080/wp-admin/',
    last_error: null,
    created_at: '2026-11-23T10:00:00.000Z',
    updated_at: '2026-11-23T10:01:00.000Z',
    plan: 'small',
    cluster: 'local',
    owner: 'group:default/storefront',
    created_by: 'user:default/sana',
    hostname: 'summer.localhost',
    parameters: {},
    chart_version: '0.1.0',
    ready_at: '2026-11-23T10:01:00.000Z',
    deleted_at: null,
    conditions: [],
    failure: null,
    events: [],
    job: null,
    steps: [],
    health: { cause: null, drift: [] },
    ...changes,
  };
}

/** The condition of a store on simulated nodes. */
export const simulatedCondition: StoreDetails['conditions'][number] = {
  type: 'Verified',
  state: 'false',
  reason: 'SimulatedNodes',
  message: 'Nothing answers HTTP on simulated nodes',
  since: '2026-11-23T10:01:00.000Z',
};

/** An event with the given id. */
export function anEvent(
  id: number,
  message: string,
): StoreDetails['events'][number] {
  return {
    id,
    event_type: 'step.finished',
    message,
    created_at: '2026-11-23T10:00:30.000Z',
    actor: 'user:default/sana',
    job_id: null,
    level: 'info',
    data: {},
  };
}

export const readiness: Readiness = {
  status: 'ok',
  reasons: [],
  worker: {
    last_tick_at: null,
    slots: 4,
    busy: 0,
    loops: [],
    wake_up: { channel: 'process', listening: true },
    takeovers: 0,
    oldest_due_job_seconds: 0,
  },
  clusters: [
    {
      name: 'local',
      reachable: true,
      simulated_nodes: false,
      message: null,
      since: null,
      incident: null,
    },
  ],
};

export const engine: Engine = {
  id: 'woocommerce',
  title: 'WooCommerce',
  description: 'WordPress with WooCommerce',
  enabled: true,
  chart_version: '0.1.0',
  app_version: '9.0.0',
  default_plan: 'small',
  plans: [
    {
      name: 'small',
      title: 'Small',
      description: 'For trying',
      quota: { 'limits.cpu': '2' },
    },
    {
      name: 'large',
      title: 'Large',
      description: 'For selling',
      quota: { 'limits.cpu': '8' },
    },
  ],
  parameters_schema: {
    type: 'object',
    properties: {
      currency: {
        type: 'string',
        title: 'Currency',
        enum: ['EUR', 'USD'],
        default: 'EUR',
      },
      sample_products: {
        type: 'boolean',
        title: 'Sample products',
        default: true,
      },
      tagline: { type: 'string', title: 'Tagline' },
    },
  },
};

/** An engine that has nothing in common with the other one but the name of a plan and a currency. */
export const otherEngine: Engine = {
  ...engine,
  id: 'medusa',
  title: 'Medusa',
  description: 'Medusa with a storefront of its own',
  default_plan: 'tiny',
  plans: [
    {
      name: 'tiny',
      title: 'Tiny',
      description: 'For a first look',
      quota: { 'limits.cpu': '1' },
    },
    {
      name: 'large',
      title: 'Large',
      description: 'For many shoppers',
      quota: { 'limits.cpu': '9' },
    },
  ],
  parameters_schema: {
    type: 'object',
    required: ['contact'],
    properties: {
      currency: {
        type: 'string',
        title: 'Currency',
        enum: ['usd', 'eur', 'chf'],
        default: 'eur',
      },
      country: {
        type: 'string',
        title: 'Country',
        description: 'Where the shop is',
        enum: 'at be ca ch de dk es fi fr gb it nl no se us'.split(' '),
        default: 'us',
      },
      products: {
        type: 'integer',
        title: 'Products',
        description: 'How many to begin with',
        minimum: 1,
        maximum: 20,
        default: 4,
      },
      columns: { type: 'integer', title: 'Columns', enum: [2, 3, 4] },
      look: {
        title: 'Look',
        oneOf: [
          { const: 'plain', title: 'Plain and quiet' },
          { const: 'loud', title: 'Loud' },
        ],
        default: 'plain',
      },
      contact: {
        type: 'string',
        title: 'Contact',
        pattern: '^[^@]+@[^@]+$',
        maxLength: 20,
      },
    },
  },
};

const usage = { used: 1, allowed: 50, left: 49 };

export const limits: StoreLimits = {
  owner: 'group:default/storefront',
  stores_per_owner: usage,
  stores_total: usage,
  writes_per_minute: usage,
  person: 'user:default/sana',
  stores_per_person: usage,
  creates_per_minute: usage,
  deletes_per_minute: usage,
  plans: [{ plan: 'large', stores_per_owner: usage, stores_total: null }],
};

export const preview: StorePlanPreview = {
  engine: 'woocommerce',
  plan: 'small',
  cluster: 'local',
  owner: 'group:default/storefront',
  namespace: 'store-preview',
  host: 'store-preview.localhost',
  chart: { name: 'woocommerce', version: '0.1.0' },
  objects: { Deployment: 1, StatefulSet: 1 },
  quota: { 'limits.cpu': '2' },
  limits,
  problems: [],
};

export const resources: StoreResources = {
  cluster: 'local',
  namespace: `store-${STORE_ID}`,
  simulated_nodes: false,
  items: [
    {
      kind: 'Pod',
      name: 'web-1',
      health: 'failed',
      message: 'Back-off pulling image "x"',
      created_at: '2026-11-23T10:00:30.000Z',
      details: {
        containers: [
          { name: 'prepare', init: true, restarts: 0 },
          { name: 'web', init: false, restarts: 2 },
          { name: 'metrics', init: false, restarts: 0 },
        ],
      },
    },
    {
      kind: 'PersistentVolumeClaim',
      name: 'data-db-0',
      health: 'healthy',
      message: null,
      created_at: '2026-11-23T10:00:30.000Z',
      details: { storage_class: 'standard', capacity: '10Gi' },
    },
  ],
};
