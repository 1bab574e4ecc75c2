import { StoresApi } from '../__testUtils__/StoresApi';
import { StoresInCluster } from '../__testUtils__/StoresInCluster';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(180_000);

describe('what a store is looked at with', () => {
  let stores: StoresInCluster;
  let api: StoresApi;
  let storeId: string;
  let namespace: string;

  beforeAll(async () => {
    stores = await StoresInCluster.start({
      knex: await databases.init('SQLITE_3'),
      config: {
        worker: { concurrency: 1, pollInterval: { milliseconds: 50 } },
      },
    });
    api = stores.apiOf('sana');
    ({ id: storeId, namespace } = await api.createReady());
  });

  afterAll(async () => {
    await api.delete(storeId);
    await api.until(storeId, 'DELETED');
    await stores?.close();
  });

  const read = async (path: string, user = 'sana') => {
    const { status, body } = await stores
      .apiOf(user)
      .call('get', `/stores/${storeId}/${path}`);
    return { status, body };
  };

  it('counts what is used of the limits as the cluster does', async () => {
    const { status, body } = await read('usage', 'marco');
    expect(status).toBe(200);
    expect(body).toMatchObject({ cluster: 'local', namespace });
    const pods = body.items.find(
      ({ resource }: { resource: string }) => resource === 'pods',
    );
    expect(Number(pods.used)).toBeGreaterThanOrEqual(2);
    expect(pods.share).toBeCloseTo(Number(pods.used) / Number(pods.hard));
    expect(body.items).toContainEqual({
      resource: 'services.nodeports',
      used: '0',
      hard: '0',
      share: null,
    });
    expect((await read('usage', 'eve')).status).toBe(403);
  });

  it('tells what Kubernetes tells, the ordinary too', async () => {
    const { status, body } = await read('kubernetes-events', 'marco');
    expect(status).toBe(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        level: 'normal',
        reason: 'ScalingReplicaSet',
        kind: 'Deployment',
        name: 'web',
      }),
    );
    const seen = body.items.map(
      ({ last_seen }: { last_seen: string }) => last_seen,
    );
    expect(seen).toEqual([...seen].sort().reverse());
    expect((await read('kubernetes-events', 'eve')).status).toBe(403);
  });

  it('names the containers of each pod', async () => {
    const { body } = await read('resources');
    const pod = body.items.find(({ kind }: { kind: string }) => kind === 'Pod');
    expect(pod.details.containers).toContainEqual(
      expect.objectContaining({ init: false, ready: true, state: 'running' }),
    );
  });

  it('says that nothing writes a log on simulated nodes, though the cluster answers', async () => {
    const { client } = stores;
    const { items } = await client.list(
      client.objectPath('v1', 'Pod', namespace),
    );
    const { name: pod } = items[0].metadata;
    const { status, body } = await read(`logs?pod=${pod}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      cluster: 'local',
      namespace,
      pod,
      container: expect.any(String),
      previous: false,
      truncated: false,
      absent: {
        reason: 'SimulatedNodes',
        message: expect.stringContaining(`nothing runs in pod ${pod}`),
      },
      lines: [],
    });
    // The cluster itself answers with nothing at all, as if the shop were silent.
    await expect(
      client.tail(`${client.objectPath('v1', 'Pod', namespace, pod)}/log`, {
        query: { container: body.container },
        maxBytes: 1_000,
      }),
    ).resolves.toEqual({ text: '', bytes: 0 });
  });

  it.each([
    ['logs?pod=web-nowhere', 404, `has no pod 'web-nowhere'`],
    ['logs?lines=2001', 422, '2000'],
    ['logs?since=yesterday', 422, 'since'],
  ])('refuses %s with %d', async (path, status, words) => {
    const answer = await read(path);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body.detail)).toContain(words);
  });

  it('lets only those read logs who may, and audits it', async () => {
    expect((await read('logs', 'marco')).status).toBe(403);
    const { createEvent } = stores.backend.auditor;
    createEvent.mockClear();
    expect((await read('logs')).status).toBe(200);
    expect(createEvent).toHaveBeenCalledWith({
      eventId: 'store-logs-read',
      severityLevel: 'low',
      request: expect.objectContaining({ method: 'GET' }),
      meta: {
        actor: 'user:default/sana',
        storeId,
        pod: null,
        container: null,
      },
    });
  });

  it('pages back through the events of a store, and narrows them', async () => {
    const all = await api.events(storeId);
    const { body: newest } = await read(
      'events?before=9007199254740991&limit=3',
    );
    expect(newest).toEqual(all.slice(-3).reverse());
    const { body: older } = await read(
      `events?before=${newest[2].id}&limit=500`,
    );
    expect(older).toEqual(all.slice(0, -3).reverse());
    const { body: steps } = await read('events?type=step,ready&level=info');
    expect(
      new Set(
        steps.map(({ event_type }: { event_type: string }) => event_type),
      ),
    ).toEqual(new Set(['step.finished', 'step.skipped', 'ready']));
    for (const query of ['after=1&before=2', 'level=loud', 'type=Step%25']) {
      expect((await read(`events?${query}`)).status).toBe(422);
    }
  });
});
