import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import request from 'supertest';
import {
  asService,
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(120_000);

const API = '/api/urumi-stores';
const RACERS = 24;

describe.each(databases.eachSupportedId())('limits on %s', databaseId => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;

  afterEach(async () => {
    await backend.stop();
  });

  async function start(limits: JsonObject) {
    knex = await databases.init(databaseId);
    backend = await startStoresBackend({
      knex,
      kubeconfig: deadCluster(),
      config: { limits },
    });
  }

  const create = (
    authorization: string,
    body: object = {},
    headers: Record<string, string> = {},
  ) =>
    request(backend.server)
      .post(`${API}/stores`)
      .set({ authorization, ...headers })
      .send(body);

  const remove = (authorization: string, id: string) =>
    request(backend.server)
      .delete(`${API}/stores/${id}`)
      .set('authorization', authorization);

  const limitsOf = async (authorization: string, owner?: string) =>
    (
      await request(backend.server)
        .get(`${API}/limits`)
        .query(owner === undefined ? {} : { owner })
        .set('authorization', authorization)
        .expect(200)
    ).body;

  const living = async () =>
    (await knex('stores').whereNot('status', 'DELETED')).length;

  /** Many at once; how many were let through, and what the others were told. */
  async function race(calls: (index: number) => request.Test) {
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, index) => calls(index)),
    );
    const refused = answers.filter(({ status }) => status !== 202);
    return {
      passed: RACERS - refused.length,
      statuses: [...new Set(refused.map(({ status }) => status))],
      details: [...new Set(refused.map(({ body }) => body.detail))],
    };
  }

  it('bound the stores that a person makes, for whatever owner, and programs not', async () => {
    await start({ storesPerPerson: 3 });
    const owners = ['group:default/storefront', 'group:default/marketing'];
    const { passed, statuses, details } = await race(index =>
      create(asUser('olga'), { owner: owners[index % 2] }),
    );
    expect({ passed, statuses }).toEqual({ passed: 3, statuses: [409] });
    expect(details).toEqual([
      'The limit of stores made by user:default/olga is reached: 3 of 3 stores are used; delete a store, or ask a platform operator for more',
    ]);
    expect(await living()).toBe(3);
    expect((await create(asUser('sana'))).status).toBe(202);
    for (let i = 0; i < 4; i++) {
      const body = { owner: 'group:default/marketing' };
      expect((await create(asService(), body)).status).toBe(202);
    }
    expect(await limitsOf(asUser('olga'))).toMatchObject({
      person: 'user:default/olga',
      stores_per_person: { used: 3, allowed: 3, left: 0 },
    });
    expect(await limitsOf(asService())).toMatchObject({
      person: null,
      stores_per_person: null,
    });
  });

  it('bound the stores of a plan, of an owner and of all', async () => {
    await start({
      plans: {
        large: { storesPerOwner: 2, storesTotal: 3 },
        medium: { storesTotal: 1 },
      },
    });
    const storefront = await race(() =>
      create(asUser('sana'), { plan: 'large' }),
    );
    expect(storefront).toMatchObject({ passed: 2, statuses: [409] });
    expect(storefront.details).toEqual([
      expect.stringMatching(
        /^The limit of plan large for group:default\/storefront is reached: 2 of 2/,
      ),
    ]);
    const marketing = await race(() =>
      create(asUser('marco'), { plan: 'large' }),
    );
    expect(marketing).toMatchObject({ passed: 1, statuses: [409] });
    expect(marketing.details).toEqual([
      expect.stringMatching(
        /^The platform's limit of plan large is reached: 3/,
      ),
    ]);
    expect((await create(asUser('sana'), { plan: 'small' })).status).toBe(202);
    expect((await limitsOf(asUser('sana'))).plans).toEqual([
      {
        plan: 'large',
        stores_per_owner: { used: 2, allowed: 2, left: 0 },
        stores_total: { used: 3, allowed: 3, left: 0 },
      },
      {
        plan: 'medium',
        stores_per_owner: null,
        stores_total: { used: 0, allowed: 1, left: 1 },
      },
    ]);
    // A store that changes its plan is held to them too.
    const readyStore = async () => {
      const { store_id: id } = (await create(asUser('sana'))).body;
      await knex('provisioning_jobs').where({ store_id: id }).update({
        status: 'SUCCEEDED',
        completed_at: 1,
        locked_by: null,
        locked_at: null,
        lease_expires_at: null,
      });
      const [store] = await knex('stores')
        .where({ id })
        .update({ status: 'READY' })
        .returning('*');
      return (plan: string) =>
        request(backend.server)
          .post(`${API}/stores/${id}/upgrade`)
          .set('authorization', asUser('sana'))
          .send({ plan, chart_version: store.chart_version });
    };
    const upgrades = [await readyStore(), await readyStore()];
    const refused = await upgrades[0]('large');
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/plan large is reached: 3 of 3/) },
    });
    // Also while the others are still on their way to that plan.
    const raced = await Promise.all(upgrades.map(upgrade => upgrade('medium')));
    expect(raced.map(({ status }) => status).sort()).toEqual([202, 409]);
    const preview = await request(backend.server)
      .post(`${API}/stores?dry_run=true`)
      .set('authorization', asUser('sana'))
      .send({ plan: 'large' })
      .expect(200);
    expect(
      preview.body.problems.map(({ message }: { message: string }) => message),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/of the limit plans\.large\.stores_total;/),
        expect.stringMatching(/of the limit plans\.large\.stores_per_owner;/),
      ]),
    );
  });

  it('count a store until it is gone, whatever its status, and never twice', async () => {
    await start({ storesPerOwner: 2, storesPerPerson: 2 });
    const [one, other] = [
      await create(asUser('sana')),
      await create(asUser('sana')),
    ].map(({ body }) => body.store_id);
    const expectFull = async () => {
      expect((await create(asUser('sana'))).status).toBe(409);
      expect(await limitsOf(asUser('sana'))).toMatchObject({
        stores_per_owner: { used: 2, left: 0 },
        stores_per_person: { used: 2, left: 0 },
        stores_total: { used: 2 },
      });
    };
    // No worker writes for it any more.
    await knex('provisioning_jobs').where({ store_id: one }).update({
      status: 'FAILED',
      completed_at: 1,
      locked_by: null,
      locked_at: null,
      lease_expires_at: null,
    });
    await knex('stores').where({ id: one }).update({ status: 'FAILED' });
    await expectFull();
    await remove(asUser('sana'), other).expect(202);
    await expectFull();
    await request(backend.server)
      .post(`${API}/stores/${one}/retry`)
      .set('authorization', asUser('sana'))
      .expect(202);
    await expectFull();
  });

  it('let nobody make or delete more in a minute than is allowed, and say when to come back', async () => {
    await start({ createsPerMinute: 4, deletesPerMinute: 2 });
    const { passed, statuses } = await race(() => create(asUser('sana')));
    expect({ passed, statuses }).toEqual({ passed: 4, statuses: [429] });
    const again = await create(asUser('sana'));
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(again.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(again.body.detail).toMatch(
      /^user:default\/sana has made 4 new stores in this minute.*\(createsPerMinute\); try again in \d+ s$/,
    );
    const ids = (await knex('stores').select('id')).map(({ id }) => id);
    const removed = await Promise.all(
      ids.map(id => remove(asUser('sana'), id)),
    );
    expect(removed.map(({ status }) => status).sort()).toEqual([
      202, 202, 429, 429,
    ]);
    const refused = await remove(asUser('sana'), ids[0]);
    expect(refused.body.detail).toMatch(/2 deletes.*\(deletesPerMinute\)/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await limitsOf(asUser('sana'))).toMatchObject({
      writes_per_minute: { used: 6, allowed: 120, left: 114 },
      creates_per_minute: { used: 4, allowed: 4, left: 0 },
      deletes_per_minute: { used: 2, allowed: 2, left: 0 },
    });
    // The window of somebody else, and a new window.
    expect((await create(asUser('marco'))).status).toBe(202);
    await knex('rate_limit_buckets').update({ window_started_at: 1 });
    expect((await create(asUser('sana'))).status).toBe(202);
  });

  it('know a caller by the credentials, whatever the headers say', async () => {
    await start({ createsPerMinute: 3, storesPerPerson: 3 });
    const { passed } = await race(index =>
      create(
        asUser('sana'),
        {},
        {
          'x-forwarded-for': `10.0.0.${index}`,
          'x-real-ip': `10.0.1.${index}`,
          forwarded: `for=10.0.2.${index}`,
          'x-forwarded-user': `user:default/other-${index}`,
          'x-user-id': `${index}`,
          'user-agent': `browser ${index}`,
          'idempotency-key': `key-${index}`,
        },
      ),
    );
    expect(passed).toBe(3);
    expect(await living()).toBe(3);
  });

  it('are told for an owner, and refuse what is no owner', async () => {
    await start({ storesPerOwner: 7 });
    await create(asUser('marco')).expect(202);
    const owner = 'group:default/marketing';
    expect(await limitsOf(asUser('sana'), owner)).toMatchObject({
      owner,
      stores_per_owner: { used: 1, allowed: 7, left: 6 },
      plans: [],
    });
    const wrong = await request(backend.server)
      .get(`${API}/limits?owner=nobody:x&who=me`)
      .set('authorization', asUser('sana'))
      .expect(422);
    expect(wrong.body.detail.map(({ loc }: { loc: string[] }) => loc)).toEqual(
      expect.arrayContaining([['query', 'owner']]),
    );
    const denied = await request(backend.server)
      .get(`${API}/limits`)
      .set('authorization', asUser('eve'));
    expect(denied.status).toBe(403);
  });
});
