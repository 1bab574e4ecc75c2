import { tempDirectory } from '../../__testUtils__/tempDirectory';
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
        connection: { directory: tempDirectory('upgrades') },
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

  /** What became of an upgrade, and the release that it has made; the store is removed. */
  async function outcomeOf(
    { id, namespace }: { id: string; namespace: string },
    jobId: string,
  ) {
    const {
      status,
      plan,
      job: ended,
    } = await api.until(
      id,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
      120_000,
    );
    const [deployed, ...earlier] = await readReleases(client, {
      namespace,
      release: namespace,
    });
    const types = await api.eventTypes(id);
    await api.delete(id);
    await api.until(id, 'DELETED');
    return {
      state: [status, plan, ended?.action, ended?.state],
      deployed: [deployed.status, deployed.operationId],
      earlier: earlier.map(release => release.status),
      told: types.filter(type => /^upgrade\./.test(type)),
    };
  }

  const upgradedBy = (jobId: string) => ({
    state: ['READY', 'medium', 'UPGRADE', 'SUCCEEDED'],
    deployed: ['deployed', jobId],
    earlier: expect.not.arrayContaining(['deployed']),
    told: ['upgrade.queued', 'upgrade.started', 'upgrade.finished'],
  });

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
    expect(await outcomeOf(store, jobId)).toEqual(upgradedBy(jobId));
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
    expect(await outcomeOf(store, jobId)).toEqual(upgradedBy(jobId));
  });
});
