import { v7 as uuidv7 } from 'uuid';

/** How one door of the plugin is knocked at, and what the one who may come in is told. */
export interface Case {
  request: (target: { storeId: string; jobId: string }) => {
    method: 'get' | 'post' | 'delete';
    path: string;
    body?: object;
  };
  /** For a store that is queued, with a cluster that does not answer. */
  allowed: { status: number; name?: string };
  /** `list`: narrowed to what may be seen; `offer`: the same for all who may see any store. */
  kind?: 'list' | 'offer';
  /** No permission is asked for. */
  isOpen?: boolean;
  /** Other permissions that it needs beside the one of the page. */
  also?: string[];
  /** Other permissions that each are enough. */
  alsoBy?: string[];
  /** It writes, or reveals a secret: each call is audited as this. */
  audit?: string;
  /** Wants a store that is deleted. */
  isDeleted?: boolean;
}

const notYet = { status: 409, name: 'ConflictError' };
const unreachable = { status: 503, name: 'ServiceUnavailableError' };

function read(path: string, allowed: Case['allowed'] = { status: 200 }): Case {
  return {
    request: ({ storeId, jobId }) => ({
      method: 'get',
      path: path.replace('STORE', storeId).replace('JOB', jobId),
    }),
    allowed,
  };
}

function write(
  path: string,
  audit: string,
  allowed: Case['allowed'],
  body: object = {},
): Case {
  return {
    request: ({ storeId, jobId }) => ({
      method: 'post',
      path: path.replace('STORE', storeId).replace('JOB', jobId),
      body,
    }),
    allowed,
    audit,
  };
}

const orphan = {
  cluster: 'local',
  kind: 'Namespace',
  name: 'store-of-nobody',
  uid: 'f2b0',
};
// Who makes a store for an owner must be able to change that owner's stores.
const also = ['urumi.store.update'];
const owner = 'group:default/storefront';

/** Every route of the OpenAPI document. */
export const routeCases: Record<string, Case> = {
  'POST /stores': {
    ...write('/stores', 'store-create', { status: 202 }, { owner }),
    also,
  },
  'GET /stores': { ...read('/stores?limit=1000'), kind: 'list' },
  'GET /stores/{store_id}': read('/stores/STORE'),
  'DELETE /stores/{store_id}': {
    request: ({ storeId }) => ({
      method: 'delete',
      path: `/stores/${storeId}`,
    }),
    allowed: { status: 202 },
    audit: 'store-delete',
  },
  'POST /stores/{store_id}/retry': write(
    '/stores/STORE/retry',
    'store-retry',
    notYet,
  ),
  'POST /stores/{store_id}/reconcile': write(
    '/stores/STORE/reconcile',
    'store-reconcile',
    notYet,
  ),
  'POST /stores/{store_id}/upgrade': write(
    '/stores/STORE/upgrade',
    'store-upgrade',
    notYet,
    { plan: 'large' },
  ),
  'POST /stores/{store_id}/rollback': write(
    '/stores/STORE/rollback',
    'store-rollback',
    notYet,
    { revision: 1 },
  ),
  'GET /stores/{store_id}/revisions': read('/stores/STORE/revisions'),
  'GET /stores/{store_id}/revisions/{revision}/diff': read(
    '/stores/STORE/revisions/0/diff',
    { status: 400, name: 'InputError' },
  ),
  'GET /stores/{store_id}/events': read('/stores/STORE/events'),
  'GET /stores/{store_id}/events/stream': {
    ...read('/stores/STORE/events/stream'),
    isDeleted: true,
  },
  'GET /stores/{store_id}/resources': read(
    '/stores/STORE/resources',
    unreachable,
  ),
  'GET /stores/{store_id}/credentials': {
    ...read('/stores/STORE/credentials', notYet),
    audit: 'store-credentials-read',
  },
  'GET /stores/{store_id}/receipt': read('/stores/STORE/receipt', notYet),
  'GET /jobs': { ...read('/jobs?limit=1000'), kind: 'list' },
  'GET /jobs/{job_id}': read('/jobs/JOB'),
  'POST /jobs/{job_id}/cancel': {
    ...write('/jobs/JOB/cancel', 'job-cancel', { status: 202 }),
    alsoBy: ['urumi.fleet.manage'],
  },
  'GET /engines': { ...read('/engines'), kind: 'offer' },
  'GET /clusters': { ...read('/clusters'), kind: 'offer' },
  'GET /limits': { ...read('/limits'), kind: 'offer' },
  'GET /orphans': read('/orphans'),
  'POST /orphans/remove': write(
    '/orphans/remove',
    'orphan-remove',
    unreachable,
    orphan,
  ),
  'POST /orphans/adopt': write(
    '/orphans/adopt',
    'orphan-adopt',
    unreachable,
    orphan,
  ),
  'GET /healthz': { ...read('/healthz'), isOpen: true },
  'GET /readyz': { ...read('/readyz'), isOpen: true },
  'GET /metrics': { ...read('/metrics'), isOpen: true },
  'GET /openapi.json': { ...read('/openapi.json'), isOpen: true },
};

function action(
  name: string,
  allowed: Case['allowed'],
  input: object = {},
  audit?: string,
): Case {
  return {
    request: ({ storeId }) => ({
      method: 'post',
      path: `/.backstage/actions/v1/actions/urumi-stores:${name}/invoke`,
      body: JSON.parse(JSON.stringify(input).replace('STORE', storeId)),
    }),
    allowed,
    audit,
  };
}

const store_id = 'STORE';

/** Every action of the registry, which MCP clients and templates call. */
export const actionCases: Record<string, Case> = {
  'urumi-stores:list-stores': {
    ...action('list-stores', { status: 200 }, { limit: 50 }),
    kind: 'list',
  },
  'urumi-stores:get-store': action('get-store', { status: 200 }, { store_id }),
  'urumi-stores:get-store-events': action(
    'get-store-events',
    { status: 200 },
    { store_id },
  ),
  'urumi-stores:create-store': {
    ...action('create-store', { status: 200 }, {}, 'store-create'),
    // Each time another wish: a repeated one makes nothing.
    request: target =>
      action(
        'create-store',
        { status: 200 },
        { request_id: uuidv7(), owner },
      ).request(target),
    also,
  },
  'urumi-stores:retry-store': action(
    'retry-store',
    notYet,
    { store_id },
    'store-retry',
  ),
  'urumi-stores:upgrade-store': action(
    'upgrade-store',
    notYet,
    { store_id, plan: 'large' },
    'store-upgrade',
  ),
  'urumi-stores:delete-store': action(
    'delete-store',
    { status: 200 },
    { store_id },
    'store-delete',
  ),
};
