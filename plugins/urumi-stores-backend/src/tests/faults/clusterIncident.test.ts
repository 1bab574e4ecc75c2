import {
  ClusterState,
  StoreDetails,
  StoreOperation,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  createTestEngine,
  engineModule,
  ENGINE_LABEL,
} from '../../__testUtils__/engineModule';
import { FaultProxy } from '../../__testUtils__/FaultProxy';
import { asking, refusing } from '../../__testUtils__/faults';
import { setPodFault } from '../../__testUtils__/podFault';
import { asUser, startStoresBackend } from '../../__testUtils__/storesBackend';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { databases } from '../../__testUtils__/testDatabase';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../../__testUtils__/TestStore';
import { ClusterClient } from '../../kubernetes';

jest.setTimeout(300_000);

const COUNT = 10;
const WEBHOOK =
  'Internal error occurred: failed calling webhook "check.test": failed to call webhook: Post "https://10.1.2.3:443/": dial tcp 10.1.2.3:443: connect: connection refused';

describe('ten stores in flight', () => {
  let client: ClusterClient;
  let proxy: FaultProxy;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  let fault: Awaited<ReturnType<typeof setPodFault>>;
  let stores: StoreOperation[];

  beforeAll(async () => {
    client = await TestStore.connect();
    proxy = await FaultProxy.start(testKubeconfig());
    fault = await setPodFault(client, {
      podLabels: {
        [ENGINE_LABEL]: 'gated',
        'app.kubernetes.io/component': 'web',
      },
      expression:
        'Object{spec: Object.spec{schedulingGates: [Object.spec.schedulingGates{name: "test.urumi.dev/wait"}]}}',
    });
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: proxy.kubeconfig,
      features: [engineModule([createTestEngine({ id: 'gated' })])],
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    proxy.heal();
    await Promise.all(stores.map(({ store_id: id }) => api.delete(id)));
    await Promise.all(
      stores.map(({ store_id: id }) => api.until(id, 'DELETED', 120_000)),
    );
    await backend.stop();
    await fault.clear();
    await proxy.stop();
    await client.close();
  });

  const clusters = async (): Promise<ClusterState[]> =>
    (await api.call('get', '/clusters')).body;

  const incidents = async () =>
    (await clusters()).flatMap(({ incident }) => incident ?? []);

  const untilAll = (
    wanted: StoreDetails['status'] | ((store: StoreDetails) => boolean),
  ) =>
    Promise.all(
      stores.map(({ store_id: id }) => api.until(id, wanted, 150_000)),
    );

  /** Lets the pods of all stores start. */
  async function openGates() {
    for (const { namespace } of stores) {
      const { items } = await client.list(
        client.objectPath('v1', 'Pod', namespace),
        { labelSelector: 'app.kubernetes.io/component=web' },
      );
      for (const { metadata } of items) {
        await client.patch(
          client.objectPath('v1', 'Pod', namespace, metadata.name),
          { spec: { schedulingGates: null } },
        );
      }
    }
  }

  const isHeld =
    (reason: string) =>
    ({ conditions, job }: StoreDetails) =>
      job?.waiting_for === 'cluster' &&
      conditions.some(
        condition =>
          condition.type === 'Progressing' &&
          condition.state === 'true' &&
          condition.reason === reason,
      );

  it('open one incident for a webhook that is down, and go on when it is up', async () => {
    expect(await clusters()).toMatchObject([
      { name: 'local', reachable: true, incident: null },
    ]);
    proxy.inject({
      matches: asking(/PATCH|POST/, /\/statefulsets/),
      fault: refusing(500, 'InternalError', WEBHOOK),
    });
    stores = await Promise.all(
      Array.from({ length: COUNT }, () => api.create({ engine: 'gated' })),
    );
    const held = await untilAll(isHeld('AdmissionWebhookDown'));
    expect(held.map(({ status, failure }) => [status, failure])).toEqual(
      Array.from({ length: COUNT }, () => ['PROVISIONING', null]),
    );
    await expect(
      eventually(async () => {
        const found = await incidents();
        return found[0]?.stores_waiting === COUNT && found;
      }, 'all stores are counted'),
    ).resolves.toEqual([
      {
        code: 'AdmissionWebhookDown',
        message:
          "The admission webhook 'check.test' of cluster 'local' does not answer.",
        owner: 'platform_operator',
        next_action: expect.stringContaining('Start the admission webhook'),
        since: expect.stringMatching(/Z$/),
        stores_waiting: COUNT,
      },
    ]);

    proxy.heal();
    const going = await untilAll(({ steps }) =>
      steps.some(
        ({ name, state }) => name === 'workloads' && state !== 'pending',
      ),
    );
    for (const { job } of going) {
      expect(job?.attempt).toBeLessThanOrEqual(1);
    }
    await eventually(
      async () => (await incidents()).length === 0,
      'the incident is over',
    );
  });

  it('ask the API server nothing, one by one, while they wait for their workloads', async () => {
    await untilAll(({ job }) => job?.waiting_for === 'workloads');
    const before = await Promise.all(
      stores.map(({ store_id: id }) => api.get(id)),
    );
    proxy.requests.splice(0);
    // Longer than the time after which each is looked at without a change.
    await eventually(
      async () => {
        const now = await Promise.all(
          stores.map(({ store_id: id }) => api.get(id)),
        );
        return now.every(
          ({ job }, index) => job?.updated_at !== before[index].job?.updated_at,
        );
      },
      'each store was looked at',
      60_000,
    );
    expect(proxy.asked(/./, /\/namespaces\/store-/)).toEqual([]);
    expect(proxy.asked(/POST|PUT|PATCH|DELETE/)).toEqual([]);
  });

  it('open one incident for a cluster that is away, use up no attempt, and become ready', async () => {
    proxy.inject({ fault: { kind: 'cut' } });
    proxy.cutOpen(() => true);
    await untilAll(isHeld('ClusterUnreachable'));
    const [{ since }] = await clusters();
    expect(await incidents()).toEqual([
      {
        code: 'ClusterUnreachable',
        message: "The cluster 'local' does not answer.",
        owner: 'platform_operator',
        next_action: expect.stringContaining('API server'),
        since,
        stores_waiting: COUNT,
      },
    ]);
    const ready = await api.call('get', '/readyz');
    expect(ready.status).toBe(200);
    expect(await clusters()).toMatchObject(ready.body.clusters);

    await openGates();
    proxy.heal();
    const finished = await untilAll('READY');
    for (const { job } of finished) {
      expect(job).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    }
    expect(await incidents()).toEqual([]);
  });
});
