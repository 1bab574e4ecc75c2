import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { urumiStoresPermissions } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { actionCases, Case, routeCases } from '../__testUtils__/doors';
import {
  asUser,
  deadCluster,
  ifOwnedBy,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { tableUnder } from '../__testUtils__/permissionsPage';
import { databases, seedStore } from '../__testUtils__/testDatabase';

jest.setTimeout(120_000);

const BASE = '/api/urumi-stores';
const ACTIONS = `${BASE}/.backstage/actions/v1/actions`;
const OURS = 'group:default/storefront';
const THEIRS = 'group:default/marketing';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

type Target = { storeId: string; jobId: string };

let knex: Knex;
let backend: Awaited<ReturnType<typeof startStoresBackend>>;
/** What the policy answers; all that is not here is allowed. */
let decisions: Record<string, PolicyDecision> = {};

beforeAll(async () => {
  const [[databaseId]] = databases.eachSupportedId();
  knex = await databases.init(databaseId);
  backend = await startStoresBackend({
    knex,
    kubeconfig: deadCluster(),
    decide: name => decisions[name] ?? ALLOW,
    config: { limits: { writesPerMinute: 100_000 } },
  });
});

afterAll(async () => backend.stop());

/** A new store in which nothing runs, and its job. */
async function seed(owner: string, { isDeleted = false }): Promise<Target> {
  const seeded = await seedStore(knex, { owner });
  // The worker of the backend leaves them alone.
  await knex('provisioning_jobs')
    .where({ id: seeded.jobId })
    .update({ run_after: Date.now() + 3_600_000 });
  if (isDeleted) {
    await knex('stores')
      .where({ id: seeded.storeId })
      .update({ status: 'DELETED' });
  }
  return seeded;
}

const unknown = (): Target => ({ storeId: uuidv7(), jobId: uuidv7() });

async function knock(door: Case, target: Target) {
  const { method, path, body } = door.request(target);
  const call = request(backend.server)
    [method](`${BASE}${path}`)
    .set('authorization', asUser('sana'));
  const answer = await (body === undefined ? call : call.send(body));
  return {
    status: answer.status,
    name: answer.body?.error?.name as string | undefined,
    message: answer.body?.error?.message as string | undefined,
    items: (Array.isArray(answer.body)
      ? answer.body
      : answer.body?.output?.stores) as
      | { id?: string; store_id?: string }[]
      | undefined,
  };
}

/** A list holds the one store, and not the other. */
async function expectOnly(door: Case, ours: Target, theirs: Target) {
  const ids = (await knock(door, ours)).items?.map(
    item => item.store_id ?? item.id,
  );
  expect(ids).toContain(ours.storeId);
  expect(ids).not.toContain(theirs.storeId);
}

/** Who may see a store is told what is missing. */
async function expectDenied(door: Case, target: Target) {
  expect(await knock(door, target)).toMatchObject({
    status: 403,
    name: 'NotAllowedError',
  });
}

/** Without the ids that the caller has named. */
const withoutIds = (text: string | undefined, { storeId, jobId }: Target) =>
  text?.replaceAll(storeId, 'ID').replaceAll(jobId, 'ID');

const isStoreByStore = (permission: string) =>
  urumiStoresPermissions.some(
    ({ name, type }) => name === permission && type === 'resource',
  );

/** Both tables of the page: what each door needs. */
async function documented(): Promise<Map<string, string>> {
  const routes = await tableUnder('Route by route');
  const actions = await tableUnder('Action by action');
  return new Map([
    ...routes.map(([method, path, permission]): [string, string] => [
      `${method} ${path}`,
      permission,
    ]),
    ...actions
      .filter(([id]) => id.startsWith('urumi-stores:'))
      .map(([id, permission]): [string, string] => [id, permission]),
  ]);
}

describe('every door', () => {
  it('has a case here, and none is left over', async () => {
    const document = await request(backend.server)
      .get(`${BASE}/openapi.json`)
      .set('authorization', asUser('sana'));
    const routes = Object.entries<object>(document.body.paths).flatMap(
      ([path, methods]) =>
        Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual(Object.keys(routeCases).sort());

    const actions = await request(backend.server)
      .get(ACTIONS)
      .set('authorization', asUser('sana'));
    expect(
      actions.body.actions.map(({ id }: { id: string }) => id).sort(),
    ).toEqual(Object.keys(actionCases).sort());
  });
});

const doors = Object.entries({ ...routeCases, ...actionCases });
const guarded = doors.filter(([, { isOpen }]) => !isOpen);

describe.each(guarded)('%s', (id, door) => {
  let permission: string;
  beforeAll(async () => {
    permission = (await documented()).get(id) ?? '';
  });
  afterEach(() => {
    decisions = {};
  });

  const alternatives = door.alsoBy ?? [];
  const set = (decision: PolicyDecision, also: object = {}) => {
    decisions = {
      [permission]: decision,
      ...Object.fromEntries(alternatives.map(name => [name, DENY])),
      ...also,
    };
  };

  it('lets in who has the permission that the page names', async () => {
    expect(permission).toMatch(/^urumi\./);
    const target = await seed(OURS, door);
    // Nothing else is needed but to change stores of the owner where one is made.
    decisions = Object.fromEntries(
      urumiStoresPermissions.map(({ name }) => [name, DENY]),
    );
    for (const name of [permission, ...(door.also ?? [])]) {
      decisions[name] = ALLOW;
    }
    expect(await knock(door, target)).toMatchObject(door.allowed);
  });

  it('turns away who has not, whether or not there is such a store', async () => {
    set(DENY);
    const target = await seed(OURS, door);
    const denied = await knock(door, target);
    expect(denied).toMatchObject({ status: 403, name: 'NotAllowedError' });
    expect(denied.message).toContain(permission);
    const other = unknown();
    const missing = await knock(door, other);
    expect({
      ...missing,
      message: withoutIds(missing.message, other),
    }).toEqual({ ...denied, message: withoutIds(denied.message, target) });
  });

  it('decides store by store without a word of what may not be seen', async () => {
    if (!isStoreByStore(permission)) {
      return;
    }
    const ours = await seed(OURS, door);
    const theirs = await seed(THEIRS, door);
    const owned = ifOwnedBy([OURS]);
    set(owned);
    expect(await knock(door, ours)).toMatchObject(door.allowed);

    if (door.kind === 'list') {
      await expectOnly(door, ours, theirs);
      return;
    }
    if (door.kind === 'offer') {
      return;
    }
    if (permission !== 'urumi.store.read') {
      await expectDenied(door, theirs);
    }
    set(owned, { 'urumi.store.read': owned });
    const hidden = await knock(door, theirs);
    const other = unknown();
    const missing = await knock(door, other);
    expect(hidden.status).toBe(404);
    expect({ ...hidden, message: withoutIds(hidden.message, theirs) }).toEqual({
      ...missing,
      message: withoutIds(missing.message, other),
    });
  });

  it('asks for credentials', async () => {
    const { method, path, body } = door.request(unknown());
    const call = request(backend.server)
      [method](`${BASE}${path}`)
      .set('authorization', mockCredentials.none.header());
    expect((await (body ? call.send(body) : call)).status).toBe(401);
  });
});

describe('another try of a store whose delete has failed', () => {
  const retry = routeCases['POST /stores/{store_id}/retry'];
  const owned = ifOwnedBy([OURS]);
  let theirs: Target;

  beforeAll(async () => {
    theirs = await seed(THEIRS, {});
    await knex('provisioning_jobs')
      .where({ id: theirs.jobId })
      .update({ action: 'DELETE' });
  });
  afterEach(() => {
    decisions = {};
  });

  it.each<[string, PolicyDecision, PolicyDecision, number]>([
    ['store by store both', owned, owned, 404],
    ['only to delete', DENY, owned, 403],
    ['only to change', owned, DENY, 404],
  ])(
    'does not tell of it those who may not see it: %s',
    async (_, change, remove, status) => {
      decisions = {
        'urumi.store.read': owned,
        'urumi.store.update': change,
        'urumi.store.delete': remove,
      };
      const hidden = await knock(retry, theirs);
      const other = unknown();
      const missing = await knock(retry, other);
      expect(hidden.status).toBe(status);
      expect({
        ...hidden,
        message: withoutIds(hidden.message, theirs),
      }).toEqual({ ...missing, message: withoutIds(missing.message, other) });
    },
  );

  it('names to those who see it what they need', async () => {
    decisions = { 'urumi.store.delete': DENY };
    const denied = await knock(retry, theirs);
    expect(denied.status).toBe(403);
    expect(denied.message).toContain('urumi.store.delete');
  });
});

it('lets who looks after the fleet cancel what they may not change', async () => {
  decisions = { 'urumi.store.update': DENY, 'urumi.store.read': DENY };
  const target = await seed(THEIRS, {});
  expect(
    (await knock(routeCases['POST /jobs/{job_id}/cancel'], target)).status,
  ).toBe(202);
  decisions = {};
});
