import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendProcess } from '../../__testUtils__/BackendProcess';
import { createHelmScript } from '../../__testUtils__/helmScript';
import { setPodFault, simulatedFault } from '../../__testUtils__/podFault';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { TestStore } from '../../__testUtils__/TestStore';
import { readReleases } from '../../helm/releaseSecrets';
import { ClusterClient } from '../../kubernetes';

jest.setTimeout(240_000);

describe('upgrades whose worker is killed', () => {
  let client: ClusterClient;
  let helm: Awaited<ReturnType<typeof createHelmScript>>;
  let backend: BackendProcess;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    helm = await createHelmScript();
    backend = await BackendProcess.create({
      database: {
        client: 'better-sqlite3',
        connection: { directory: await mkdtemp(join(tmpdir(), 'upgrades-')) },
      },
      helm: helm.binary,
    });
    await backend.start();
    api = backend.api;
  });

  afterAll(async () => {
    await backend.stop();
    await client.close();
  });

  async function readyStore() {
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    return { id, namespace };
  }

  async function expectUpgradedOnce(
    { id, namespace }: { id: string; namespace: string },
    jobId: string,
  ) {
    const store = await api.until(
      id,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
      120_000,
    );
    expect(store).toMatchObject({
      status: 'READY',
      plan: 'medium',
      job: { action: 'UPGRADE', state: 'SUCCEEDED' },
    });
    const [deployed, ...earlier] = await readReleases(client, {
      namespace,
      release: namespace,
    });
    expect(deployed).toMatchObject({ status: 'deployed', operationId: jobId });
    expect(earlier.map(({ status }) => status)).not.toContain('deployed');
    const types = await api.eventTypes(id);
    expect(types.filter(type => type === 'upgrade.finished')).toHaveLength(1);
    expect(types.filter(type => type === 'upgrade.started')).toHaveLength(1);
    await api.delete(id);
    await api.until(id, 'DELETED');
  }

  it('while Helm is at work go on where they were', async () => {
    const store = await readyStore();
    await helm.hold();
    const { queued_job_id: jobId } = await api.upgrade(store.id, {
      plan: 'medium',
    });
    await helm.upgradeCalled();
    await backend.kill();
    await helm.open();
    await backend.start();
    await expect(expectUpgradedOnce(store, jobId)).resolves.toBeUndefined();
  });

  it('while the workloads start go on, and make no second revision', async () => {
    const store = await readyStore();
    const { namespace } = store;
    const fault = await setPodFault(client, {
      namespace,
      podLabels: {},
      expression: simulatedFault('never-ready'),
    });
    const { queued_job_id: jobId } = await api.upgrade(store.id, {
      plan: 'medium',
    });
    await api.until(store.id, ({ job }) => job?.waiting_for === 'workloads');
    await backend.kill();
    await fault.clear();
    const path = client.objectPath('v1', 'Pod', namespace);
    for (const { metadata } of (await client.list(path)).items) {
      await client.delete(`${path}/${metadata.name}`);
    }
    await backend.start();
    await api.until(
      store.id,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
      120_000,
    );
    expect(
      await readReleases(client, { namespace, release: namespace }),
    ).toHaveLength(2);
    await expect(expectUpgradedOnce(store, jobId)).resolves.toBeUndefined();
  });
});
