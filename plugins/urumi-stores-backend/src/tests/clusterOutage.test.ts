import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  createTestEngine,
  engineModule,
  ENGINE_LABEL,
} from '../__testUtils__/engineModule';
import { createHelmScript } from '../__testUtils__/helmScript';
import { setPodFault, simulatedStartDelay } from '../__testUtils__/podFault';
import { SimulatedCluster } from '../__testUtils__/SimulatedCluster';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { readReleases } from '../helm/releaseSecrets';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(240_000);

describe('an outage of the API server', () => {
  let cluster: SimulatedCluster;
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  let helm: Awaited<ReturnType<typeof createHelmScript>>;

  beforeAll(async () => {
    cluster = await SimulatedCluster.start();
    client = await TestStore.connect(cluster.kubeconfig);
    helm = await createHelmScript();
    await setPodFault(client, {
      podLabels: { [ENGINE_LABEL]: 'slow' },
      expression: simulatedStartDelay('15s'),
    });
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: cluster.kubeconfig,
      config: {
        helm: { binary: helm.binary },
        worker: { pollInterval: { milliseconds: 50 } },
      },
      features: [engineModule([createTestEngine({ id: 'slow' })])],
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await client?.close();
    await cluster?.remove();
  });

  const waitsForCluster = ({ conditions }: StoreDetails) =>
    conditions.some(
      ({ type, state, reason, message }) =>
        type === 'Progressing' &&
        state === 'true' &&
        reason === 'ClusterUnreachable' &&
        message.includes('goes on by itself'),
    );

  const readiness = async () => {
    const { status, body } = await api.call('get', '/readyz');
    return { status, reachable: body.clusters[0].reachable };
  };

  it('stops no store on its way: work waits, says why, and goes on by itself', async () => {
    const leaving = await api.create();
    await api.until(leaving.store_id, 'READY');
    // One in each phase: waiting for its pods, in the middle of Helm, and going.
    const slow = await api.create({ engine: 'slow' });
    await api.until(slow.store_id, ({ steps }) =>
      steps.some(
        ({ name, state }) => name === 'workloads' && state === 'waiting',
      ),
    );
    await helm.hold();
    const installing = await api.create();
    await helm.upgradeCalled();
    await api.delete(leaving.store_id);
    await api.until(leaving.store_id, ({ events }) =>
      events.some(({ event_type: type }) => type === 'delete_started'),
    );
    await cluster.stopApiServer();
    await helm.open();

    await eventually(
      async () => !(await readiness()).reachable,
      'the outage is noticed',
    );
    expect(await readiness()).toEqual({ status: 200, reachable: false });
    const during = await api.create();
    const stores = [slow, installing, during, leaving];
    for (const { store_id: id } of stores) {
      const store = await api.until(id, waitsForCluster, 30_000);
      expect(store).toMatchObject({
        status: id === leaving.store_id ? 'DELETING' : 'PROVISIONING',
        failure: null,
      });
      expect(store.job?.attempt).toBeLessThanOrEqual(1);
    }
    const list = await api.call('get', '/stores');
    expect([list.status, list.body.length]).toEqual([200, 4]);

    await cluster.startApiServer();
    for (const { store_id: id, namespace } of [slow, installing, during]) {
      const store = await api.until(id, 'READY');
      expect(store.job).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
      const deployed = (
        await readReleases(client, { namespace, release: namespace })
      ).filter(({ status }) => status === 'deployed');
      expect(deployed).toHaveLength(1);
    }
    await api.until(leaving.store_id, 'DELETED');
    expect(await readiness()).toEqual({ status: 200, reachable: true });
    const types = await api.eventTypes(slow.store_id);
    expect(types).not.toContain('failed');
    expect(types.filter(type => type === 'install_started')).toHaveLength(1);
  });
});
