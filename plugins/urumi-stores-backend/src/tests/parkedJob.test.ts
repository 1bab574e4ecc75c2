import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
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

const HOUR_MS = 3_600_000;
/** Longer than the time in which news are told. */
const NEWS_MS = 3_000;

describe('the job of a store whose pod is held', () => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;
  let fault: Awaited<ReturnType<typeof setPodFault>>;
  let storeId: string;
  let namespace: string;
  let knex: Knex;

  const start = () =>
    startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
      features: [engineModule([createTestEngine({ id: 'held' })])],
    });

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
    backend = await start();
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

  /** Waits until nothing new comes of the store. From then on its job looks only when it is woken. */
  async function parkForLong(): Promise<number> {
    return eventually(async () => {
      const runAfter = Date.now() + HOUR_MS;
      await knex<JobRow>('provisioning_jobs')
        .where({ store_id: storeId, waiting_for: 'workloads' })
        .update({ run_after: runAfter });
      await sleep(NEWS_MS);
      return Number((await readJob()).run_after) === runAfter && runAfter;
    }, 'the job waits');
  }

  async function heldPod(): Promise<KubernetesObject> {
    const { items } = await client.list(
      client.objectPath('v1', 'Pod', namespace),
      { labelSelector: 'app.kubernetes.io/component=web' },
    );
    return items[0];
  }

  it('is left alone by changes that say nothing new', async () => {
    const runAfter = await parkForLong();
    const { metadata } = await heldPod();
    const path = client.objectPath('v1', 'Pod', namespace, metadata.name);
    for (let count = 1; count <= 10; count++) {
      await client.patch(path, {
        metadata: { annotations: { 'test.urumi.dev/count': `${count}` } },
      });
    }
    await sleep(NEWS_MS);
    expect(Number((await readJob()).run_after)).toBe(runAfter);
  });

  it('looks when there is something new to say', async () => {
    await parkForLong();
    const { metadata } = await heldPod();
    const now = new Date().toISOString();
    await client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'held.1', namespace },
      type: 'Warning',
      reason: 'Held',
      message: 'The test holds it',
      firstTimestamp: now,
      lastTimestamp: now,
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        name: metadata.name,
        namespace,
        uid: metadata.uid,
      },
    });
    const { steps } = await api.until(storeId, store =>
      store.steps.some(({ message }) => message?.includes('The test holds it')),
    );
    expect(steps).toContainEqual(
      expect.objectContaining({ name: 'workloads', state: 'waiting' }),
    );
  });

  it('looks when a process has started, which then knows what it waits for', async () => {
    const runAfter = await parkForLong();
    await backend.stop();
    backend = await start();
    await expect(
      eventually(
        async () => Number((await readJob()).run_after) < runAfter,
        'it was woken',
      ),
    ).resolves.toBe(true);
  });

  it('goes on when what it waits for has come', async () => {
    await parkForLong();
    const { metadata } = await heldPod();
    await client.patch(
      client.objectPath('v1', 'Pod', namespace, metadata.name),
      { spec: { schedulingGates: null } },
    );
    await expect(api.until(storeId, 'READY')).resolves.toMatchObject({
      status: 'READY',
      failure: null,
    });
  });
});
