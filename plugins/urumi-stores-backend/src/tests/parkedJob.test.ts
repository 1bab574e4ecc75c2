import { Knex } from 'knex';
import {
  createTestEngine,
  engineModule,
  ENGINE_LABEL,
} from '../__testUtils__/engineModule';
import { setPodFault } from '../__testUtils__/podFault';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { JobRow } from '../database/rows';
import { ClusterClient, KubernetesObject } from '../kubernetes';

jest.setTimeout(180_000);

/** A job looks by itself after 20 s: within these limits it was parked some seconds ago, and has some seconds left. */
const QUIET_MS = { least: 11_000, most: 16_000 };

describe('the job of a store whose pod is held', () => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  let fault: Awaited<ReturnType<typeof setPodFault>>;
  let storeId: string;
  let namespace: string;
  let knex: Knex;

  beforeAll(async () => {
    client = await TestStore.connect();
    fault = await setPodFault(client, {
      podLabels: {
        [ENGINE_LABEL]: 'held',
        'app.kubernetes.io/component': 'web',
      },
      expression:
        'Object{spec: Object.spec{schedulingGates: [Object.spec.schedulingGates{name: "test.urumi.dev/wait"}]}}',
    });
    knex = await databases.init('SQLITE_3');
    backend = await startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
      features: [engineModule([createTestEngine({ id: 'held' })])],
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const store = await api.create({ engine: 'held' });
    storeId = store.store_id;
    ({ namespace } = await api.get(storeId));
  });

  afterAll(async () => {
    await api.delete(storeId);
    await api.until(storeId, 'DELETED', 120_000);
    await backend.stop();
    await fault.clear();
    await client.close();
  });

  async function readJob(): Promise<JobRow> {
    const [job] = await knex<JobRow>('provisioning_jobs').where({
      store_id: storeId,
    });
    return job;
  }

  const untilQuiet = () =>
    eventually(
      async () => {
        const job = await readJob();
        const left = Number(job.run_after) - Date.now();
        return (
          job.waiting_for === 'workloads' &&
          left > QUIET_MS.least &&
          left < QUIET_MS.most &&
          job
        );
      },
      'the job has waited for some seconds',
      60_000,
    );

  async function heldPod(): Promise<KubernetesObject> {
    const { items } = await client.list(
      client.objectPath('v1', 'Pod', namespace),
      { labelSelector: 'app.kubernetes.io/component=web' },
    );
    return items[0];
  }

  it('is left alone by changes that say nothing new', async () => {
    const { fence } = await untilQuiet();
    const { metadata } = await heldPod();
    const path = client.objectPath('v1', 'Pod', namespace, metadata.name);
    for (let count = 1; count <= 10; count++) {
      await client.patch(path, {
        metadata: { annotations: { 'test.urumi.dev/count': `${count}` } },
      });
    }
    // Longer than the time in which news are told.
    await new Promise(resolve => setTimeout(resolve, 4_000));
    expect((await readJob()).fence).toEqual(fence);
  });

  it('looks soon when there is something new to say', async () => {
    const { run_after: recheckAt } = await untilQuiet();
    const { metadata } = await heldPod();
    const eventTime = new Date().toISOString();
    await client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'held.1', namespace },
      type: 'Warning',
      reason: 'Held',
      message: 'The test holds it',
      firstTimestamp: eventTime,
      lastTimestamp: eventTime,
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        name: metadata.name,
        namespace,
        uid: metadata.uid,
      },
    });
    await api.until(storeId, ({ steps }) =>
      steps.some(({ message }) => message?.includes('The test holds it')),
    );
    expect(Date.now()).toBeLessThan(Number(recheckAt));
  });

  it('goes on at once when what it waits for has come', async () => {
    const { run_after: recheckAt } = await untilQuiet();
    const { metadata } = await heldPod();
    await client.patch(
      client.objectPath('v1', 'Pod', namespace, metadata.name),
      { spec: { schedulingGates: null } },
    );
    await api.until(storeId, 'READY');
    expect(Date.now()).toBeLessThan(Number(recheckAt));
  });
});
