import request from 'supertest';
import { asUser } from '../__testUtils__/storesBackend';
import {
  STORES,
  storesWithoutCluster,
} from '../__testUtils__/storesWithoutCluster';
import { databases } from '../__testUtils__/testDatabase';
import { findStore } from '../database/operations/findStore';

jest.setTimeout(120_000);

describe.each(databases.eachSupportedId())('stores API on %s', databaseId => {
  const start = storesWithoutCluster(databaseId);

  it('creates a store with its job, its event and its place in the limits, all at once', async () => {
    const api = await start();
    const name = 'Käse, "quoted" & $(rm -rf) 🧀';
    const created = await api.post(asUser('sana'), {
      display_name: name,
      parameters: { currency: 'EUR' },
    });
    expect(created.status).toBe(202);
    const { store_id: id, queued_job_id: jobId } = created.body;
    expect(created.body).toEqual({
      store_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      status: 'QUEUED',
      namespace: `store-${id}`,
      queued_job_id: expect.any(String),
    });
    const { body: store } = await api.get(asUser('marco'), `/${id}`);
    expect(store).toMatchObject({
      id,
      display_name: name,
      engine: 'woocommerce',
      owner: 'group:default/storefront',
      created_by: 'user:default/sana',
      hostname: `store-${id}.localhost`,
      url: null,
      job: { id: jobId, action: 'PROVISION' },
      parameters: { currency: 'EUR', country: 'US' },
    });
    expect(store.steps.map((step: { name: string }) => step.name)).toEqual([
      'namespace',
      'guardrails',
      'credentials',
      'release',
      'workloads',
      'storefront',
      'checkout',
    ]);
    expect(store.events.at(-1)).toMatchObject({
      event_type: 'queued',
      actor: 'user:default/sana',
      job_id: jobId,
    });
    expect(api.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'store-create',
        meta: expect.objectContaining({ actor: 'user:default/sana' }),
      }),
    );
  });

  it('makes one store of fifty racing requests with one idempotency key', async () => {
    const api = await start();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        api.post(asUser('sana'), { display_name: 'Once' }, 'key-1'),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202));
    expect(new Set(answers.map(({ body }) => body.store_id)).size).toBe(1);
    expect(await api.knex('stores')).toHaveLength(1);
    expect(await api.knex('provisioning_jobs')).toHaveLength(1);
    expect(
      await api.knex('store_usage').where({ scope: 'total' }),
    ).toMatchObject([{ living: 1 }]);
    const other = await api.post(
      asUser('sana'),
      { engine: 'woocommerce' },
      'key-1',
    );
    expect(other.status).toBe(422);
    expect(other.body.detail).toMatchObject([
      { loc: ['header', 'idempotency-key'] },
    ]);
    const others = await api.post(
      asUser('marco'),
      { display_name: 'Once' },
      'key-1',
    );
    expect(others.body.store_id).not.toBe(answers[0].body.store_id);
  });

  it('gives racing requests with one key the same answer, whatever the later ones run into', async () => {
    const api = await start({ limits: { storesTotal: 1, writesPerMinute: 3 } });
    const body = { hostname: 'one.example.com' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post(asUser('sana'), body, 'k')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(answers.map(a => a.body.store_id)).size).toBe(1);
  });

  it('never lets racing requests past a limit, and says which one is reached', async () => {
    const api = await start({ limits: { storesPerOwner: 3, storesTotal: 4 } });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => api.post(asUser('sana'), {})),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body.detail).toMatch(
      /limit of group:default\/storefront is reached: 3 of 3/,
    );
    await expect(api.post(asUser('marco'), {})).resolves.toMatchObject({
      status: 202,
    });
    const total = await api.post(asUser('marco'), {});
    expect(total.body.detail).toMatch(/platform's limit is reached: 4 of 4/);
    expect(await api.knex('stores')).toHaveLength(4);
  });

  it('checks in the order of the contract', async () => {
    const api = await start({
      limits: { writesPerMinute: 2, storesTotal: 1 },
      disabledEngines: ['woocommerce'],
    });
    const invalid = { engine: 'magento', display_name: 7 };
    expect(
      (
        await request(api.server)
          .post(STORES)
          .set('authorization', 'Bearer x')
          .send(invalid)
      ).status,
    ).toBe(401);
    expect((await api.post(asUser('eve'), invalid)).status).toBe(403);
    const unprocessable = await api.post(asUser('sana'), invalid);
    expect(unprocessable.status).toBe(422);
    expect(unprocessable.body.detail).toMatchObject([
      { loc: ['body', 'display_name'], type: 'string_type' },
    ]);
    // A disabled engine is told of before the limits; what is refused is not counted as a write.
    for (let i = 0; i < 4; i++) {
      const disabled = await api.post(asUser('sana'), {});
      expect(disabled.status).toBe(422);
      expect(disabled.body.detail).toMatchObject([{ loc: ['body', 'engine'] }]);
    }
  });

  it('limits the writes of a principal, and tells when to come back', async () => {
    const api = await start({ limits: { writesPerMinute: 2 } });
    const first = await api.post(asUser('sana'), {}, 'a');
    await api.post(asUser('sana'), {});
    const limited = await api.post(asUser('sana'), {});
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    // A replay is answered all the same, and others are not concerned.
    expect((await api.post(asUser('sana'), {}, 'a')).body).toEqual(first.body);
    expect((await api.post(asUser('marco'), {})).status).toBe(202);
    expect((await api.remove(asUser('sana'), 'not-a-uuid')).status).toBe(429);
    const metrics = await request(api.server).get('/api/urumi-stores/metrics');
    expect(metrics.text).toMatch(/^api_rate_limited_total 2$/m);
    expect(metrics.text).toMatch(/^stores_created_total 3$/m);
  });

  it('refuses a host name that a living store has', async () => {
    const api = await start();
    const hostname = 'cheese.example.com';
    expect((await api.post(asUser('sana'), { hostname })).status).toBe(202);
    const taken = await api.post(asUser('marco'), { hostname });
    expect(taken.status).toBe(409);
    expect(taken.body.detail).toContain(hostname);
    expect(
      await api.knex('store_usage').where({ scope: 'total' }),
    ).toMatchObject([{ living: 1 }]);
  });

  it('tells stores of one name apart by their ids', async () => {
    const api = await start();
    const display_name = 'Corner shop';
    const [one, other] = await Promise.all(
      ['sana', 'marco'].map(name => api.post(asUser(name), { display_name })),
    );
    expect([one.status, other.status]).toEqual([202, 202]);
    expect(other.body.namespace).not.toBe(one.body.namespace);
    await api.remove(asUser('sana'), one.body.store_id);
    expect(await findStore(api.knex, other.body.store_id)).toMatchObject({
      desired: 'present',
      deleted_at: null,
    });
  });

  it('previews a store without making one', async () => {
    const api = await start();
    const { body, status } = await request(api.server)
      .post(`${STORES}?dry_run=true`)
      .set('authorization', asUser('sana'))
      .send({ plan: 'small' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      owner: 'group:default/storefront',
      chart: { name: 'woocommerce' },
      objects: { Deployment: 1, StatefulSet: 1, Ingress: 1, ResourceQuota: 1 },
      problems: [{ code: 'ClusterUnreachable' }],
    });
    expect((await api.get(asUser('sana'))).body).toEqual([]);
  });
});
