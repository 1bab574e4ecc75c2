import { Knex } from 'knex';
import request from 'supertest';
import { findStore } from '../database/operations/findStore';
import {
  asService,
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(120_000);

const STORES = '/api/urumi-stores/stores';
const UNKNOWN = '01a20ab2-f7a1-70f9-837b-eb5c6121c500';

describe.each(databases.eachSupportedId())('stores API on %s', databaseId => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startStoresBackend>> | undefined;

  afterEach(async () => {
    await backend?.stop();
  });

  function server() {
    if (!backend) {
      throw new Error('The backend is not started');
    }
    return backend.server;
  }

  async function start(
    config?: Parameters<typeof startStoresBackend>[0]['config'],
  ) {
    knex = await databases.init(databaseId);
    backend = await startStoresBackend({
      knex,
      kubeconfig: deadCluster(),
      config,
    });
    return {
      post: (headers: string, body: object, key?: string) => {
        const call = request(server())
          .post(STORES)
          .set('authorization', headers);
        return (key ? call.set('idempotency-key', key) : call).send(body);
      },
      get: (headers: string, path = '') =>
        request(server()).get(`${STORES}${path}`).set('authorization', headers),
      remove: (headers: string, id: string) =>
        request(server())
          .delete(`${STORES}/${id}`)
          .set('authorization', headers),
      retry: (headers: string, id: string) =>
        request(server())
          .post(`${STORES}/${id}/retry`)
          .set('authorization', headers),
      reconcile: (headers: string, id: string) =>
        request(server())
          .post(`${STORES}/${id}/reconcile`)
          .set('authorization', headers),
    };
  }

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
    expect(backend?.auditor.createEvent).toHaveBeenCalledWith(
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
    expect(await knex('stores')).toHaveLength(1);
    expect(await knex('provisioning_jobs')).toHaveLength(1);
    expect(await knex('store_usage').where({ scope: 'total' })).toMatchObject([
      { living: 1 },
    ]);
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
    expect(await knex('stores')).toHaveLength(4);
  });

  it('checks in the order of the contract', async () => {
    const api = await start({
      limits: { writesPerMinute: 2, storesTotal: 1 },
      disabledEngines: ['woocommerce'],
    });
    const invalid = { engine: 'magento', display_name: 7 };
    expect(
      (
        await request(server())
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
    const metrics = await request(server()).get('/api/urumi-stores/metrics');
    expect(metrics.text).toMatch(/^api_rate_limited_total 2$/m);
    expect(metrics.text).toMatch(/^stores_created_total 3$/m);
  });

  it('lets members of the owning team change a store, and nobody else', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const id = body.store_id;
    expect((await api.get(asUser('marco'), `/${id}`)).status).toBe(200);
    expect((await api.get(asUser('eve'), `/${id}`)).status).toBe(403);
    expect((await api.get(asUser('eve'))).status).toBe(403);
    expect((await api.remove(asUser('marco'), id)).status).toBe(403);
    expect((await api.retry(asUser('marco'), id)).status).toBe(403);
    expect((await api.reconcile(asUser('marco'), id)).status).toBe(403);
    expect((await api.get(asUser('marco'), `/${id}/credentials`)).status).toBe(
      403,
    );
    expect(
      (await api.post(asUser('marco'), { owner: 'group:default/storefront' }))
        .status,
    ).toBe(403);
    const unknownOwner = await api.post(asUser('olga'), {
      owner: 'group:default/nobody',
    });
    expect(unknownOwner.body.detail).toMatchObject([
      { loc: ['body', 'owner'] },
    ]);
    expect((await api.remove(asUser('olga'), id)).status).toBe(202);
  });

  it('answers 400 and 404 for ids, and 409 for what the state does not allow', async () => {
    const api = await start();
    for (const call of [
      api.get(asUser('sana'), '/..%2Fx'),
      api.remove(asUser('sana'), 'x'),
      api.retry(asUser('sana'), 'x'),
      api.reconcile(asUser('sana'), 'x'),
    ]) {
      expect((await call).status).toBe(400);
    }
    for (const call of [
      api.get(asUser('sana'), `/${UNKNOWN}`),
      api.remove(asUser('sana'), UNKNOWN),
      api.retry(asUser('sana'), UNKNOWN),
      api.reconcile(asUser('sana'), UNKNOWN),
    ]) {
      expect((await call).status).toBe(404);
    }
    const { body } = await api.post(asUser('sana'), {});
    const retried = await api.retry(asUser('sana'), body.store_id);
    expect(retried.status).toBe(409);
    expect(retried.body.detail).toMatch(
      /is (QUEUED|PROVISIONING); only a FAILED/,
    );
    const reconciled = await api.reconcile(asUser('sana'), body.store_id);
    expect(reconciled.status).toBe(409);
    expect(reconciled.body.detail).toMatch(
      /is (QUEUED|PROVISIONING); only a READY/,
    );
  });

  it('refuses a host name that a living store has', async () => {
    const api = await start();
    const hostname = 'cheese.example.com';
    expect((await api.post(asUser('sana'), { hostname })).status).toBe(202);
    const taken = await api.post(asUser('marco'), { hostname });
    expect(taken.status).toBe(409);
    expect(taken.body.detail).toContain(hostname);
    expect(await knex('store_usage').where({ scope: 'total' })).toMatchObject([
      { living: 1 },
    ]);
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
    expect(await findStore(knex, other.body.store_id)).toMatchObject({
      desired: 'present',
      deleted_at: null,
    });
  });

  it('queues one reconcile of a READY store, in the name of its owner, and audits it', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const id = body.store_id;
    await knex('stores').where({ id }).update({ status: 'READY' });
    const first = await api.reconcile(asUser('sana'), id);
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ store_id: id, status: 'READY' });
    const again = await api.reconcile(asUser('sana'), id);
    expect(again.body).toEqual(first.body);
    const { body: store } = await api.get(asUser('sana'), `/${id}`);
    // Not the newest one for long: the worker begins at once.
    expect(store.events).toContainEqual(
      expect.objectContaining({
        event_type: 'reconcile.queued',
        actor: 'user:default/sana',
        job_id: first.body.queued_job_id,
      }),
    );
    expect(store.health).toEqual({ cause: null, drift: [] });
    expect(backend?.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'store-reconcile' }),
    );
  });

  it('answers a repeated delete with the job that runs, and counts the store until it is gone', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const first = await api.remove(asUser('sana'), body.store_id);
    expect(first.body).toMatchObject({
      store_id: body.store_id,
      status: 'DELETING',
    });
    const again = await api.remove(asUser('sana'), body.store_id);
    expect(again.body).toEqual(first.body);
    const store = await findStore(knex, body.store_id);
    expect(store).toMatchObject({ status: 'DELETING', desired: 'absent' });
    const limits = await request(server())
      .get('/api/urumi-stores/limits')
      .set('authorization', asUser('sana'));
    expect(limits.body.stores_per_owner).toEqual({
      used: 1,
      allowed: 50,
      left: 49,
    });
  });

  it('pages through stores by cursor, filters them, and finds them by the start of their name', async () => {
    const api = await start({ limits: { writesPerMinute: 100 } });
    for (let i = 0; i < 7; i++) {
      await api.post(asService(), {
        display_name: `Shop ${i}%_`,
        owner: i % 2 ? 'group:default/storefront' : 'group:default/marketing',
      });
    }
    const seen: string[] = [];
    let path = '?limit=3&count=true';
    for (let page = 0; page < 4 && path; page++) {
      const answer = await api.get(asUser('sana'), path);
      expect(answer.headers['x-total-count']).toBe('7');
      seen.push(
        ...answer.body.map((s: { display_name: string }) => s.display_name),
      );
      path =
        /stores(\?[^>]*)>; rel="next"/.exec(answer.headers.link)?.[1] ?? '';
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map(i => `Shop ${i}%_`));
    const owned = await api.get(
      asUser('sana'),
      '?owner=group:default/storefront&sort=created_at',
    );
    expect(owned.body).toHaveLength(3);
    expect((await api.get(asUser('sana'), '?q=shop%205')).body).toHaveLength(1);
    expect((await api.get(asUser('sana'), '?q=%25')).body).toHaveLength(0);
    const tampered = await api.get(asUser('sana'), '?cursor=abc.def');
    expect(tampered.status).toBe(422);
    expect(tampered.body.detail).toMatchObject([{ loc: ['query', 'cursor'] }]);
  });

  it('gives the stores that are asked for by id, of those that the caller may see', async () => {
    const api = await start({ limits: { writesPerMinute: 100 } });
    const [mine, alsoMine, theirs] = await Promise.all(
      ['storefront', 'storefront', 'marketing'].map(async team => {
        const { body } = await api.post(asService(), {
          owner: `group:default/${team}`,
        });
        return String(body.store_id);
      }),
    );
    const unknown = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
    const idsOf = async (headers: string, query: string) => {
      const { status, body } = await api.get(headers, query);
      expect(status).toBe(200);
      return body.map(({ id }: { id: string }) => id).sort();
    };
    expect(
      await idsOf(asService(), `?id=${mine}&id=${theirs}&id=${unknown}`),
    ).toEqual([mine, theirs].sort());
    expect(await idsOf(asService(), `?id=${mine},${alsoMine},${mine}`)).toEqual(
      [mine, alsoMine].sort(),
    );
    expect(
      await idsOf(
        asService(),
        `?id=${mine},${theirs}&owner=group:default/marketing`,
      ),
    ).toEqual([theirs]);
    expect((await api.get(asService(), '?id=x')).status).toBe(422);
  });

  it('previews a store without making one', async () => {
    const api = await start();
    const { body, status } = await request(server())
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

  it('fails nothing while the cluster is away, and says so', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    for (let tries = 0; tries < 400; tries++) {
      const { waiting_for } = await knex('provisioning_jobs').first();
      if (waiting_for === 'cluster') {
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const { body: store } = await api.get(asUser('sana'), `/${body.store_id}`);
    expect(store.status).toBe('PROVISIONING');
    expect(store.job).toMatchObject({ attempt: 0, waiting_for: 'cluster' });
    expect(
      store.conditions.find((c: { type: string }) => c.type === 'Progressing'),
    ).toMatchObject({ state: 'true', reason: 'ClusterUnreachable' });
    const ready = await request(server()).get('/api/urumi-stores/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body.clusters).toMatchObject([
      {
        name: 'local',
        reachable: false,
        incident: { code: 'ClusterUnreachable', stores_waiting: 1 },
      },
    ]);
    const clusters = (user: string) =>
      request(server())
        .get('/api/urumi-stores/clusters')
        .set('authorization', asUser(user));
    expect((await clusters('marco')).body).toEqual([
      { ...ready.body.clusters[0], labels: {}, capacity: null },
    ]);
    expect((await clusters('eve')).status).toBe(403);
    expect(
      (await api.get(asUser('sana'), `/${body.store_id}/resources`)).status,
    ).toBe(503);
    expect(
      (await api.get(asUser('sana'), `/${body.store_id}/credentials`)).status,
    ).toBe(503);
  });
});
