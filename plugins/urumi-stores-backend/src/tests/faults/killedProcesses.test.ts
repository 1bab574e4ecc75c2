import { tempDirectory } from '../../__testUtils__/tempDirectory';
import { BackendProcess } from '../../__testUtils__/BackendProcess';
import { FaultProxy } from '../../__testUtils__/FaultProxy';
import { asking, gate } from '../../__testUtils__/faults';
import { createHelmScript } from '../../__testUtils__/helmScript';
import { isRunning } from '../../__testUtils__/isRunning';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../../__testUtils__/TestStore';
import { readReleases } from '../../helm/releaseSecrets';
import { ClusterClient } from '../../kubernetes';

jest.setTimeout(240_000);

const RECORD = /\/secrets\/sh\.helm\.release/;

describe('processes that are killed', () => {
  let client: ClusterClient;
  let proxy: FaultProxy;
  let helm: Awaited<ReturnType<typeof createHelmScript>>;
  let backend: BackendProcess;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    proxy = await FaultProxy.start(testKubeconfig());
    helm = await createHelmScript();
    backend = await BackendProcess.create({
      database: {
        client: 'better-sqlite3',
        connection: { directory: tempDirectory('killed') },
      },
      kubeconfig: proxy.kubeconfig,
      helm: helm.binary,
    });
    await backend.start();
    api = backend.api;
  });

  afterEach(() => proxy.heal());

  afterAll(async () => {
    await backend.stop();
    await proxy.stop();
    await client.close();
  });

  const history = (namespace: string) =>
    readReleases(client, { namespace, release: namespace });

  const remove = async (storeId: string) => {
    await api.delete(storeId);
    await api.until(storeId, 'DELETED');
  };

  it('after Helm and before the database know one revision of the store', async () => {
    const later = gate();
    let recorded = false;
    const looking = proxy.inject({
      // The platform's look at the record that Helm has just finished.
      matches: request => {
        recorded ||= asking(/PUT/, RECORD)(request);
        return (
          recorded &&
          request.userAgent === 'urumi-stores' &&
          asking(/GET/, /\/secrets$/)(request)
        );
      },
      fault: { kind: 'hold', until: later.opened },
    });
    const { store_id: id, namespace } = await api.create();
    await eventually(() => looking.hits() > 0, 'Helm has ended');
    const [{ status, operationId, fence }] = await history(namespace);
    await backend.kill();
    proxy.heal();
    later.open();
    await backend.start();

    const store = await api.until(id, 'READY');
    expect(store.failure).toBeNull();
    expect([status, operationId]).toEqual(['deployed', store.job?.id]);
    await expect(history(namespace)).resolves.toMatchObject([
      { revision: 1, status: 'deployed', fence },
    ]);
    await remove(id);
  });

  it('take their Helm with them, and the next one unlocks what that left', async () => {
    const later = gate();
    const applying = proxy.inject({
      matches: asking(/PATCH|POST/, /\/statefulsets/),
      fault: { kind: 'hold', until: later.opened },
    });
    const { store_id: id, namespace } = await api.create();
    await eventually(() => applying.hits() > 0, 'Helm is at its work');
    const pid = await helm.pid();
    expect(await isRunning(pid)).toBe(true);
    await backend.kill();
    await eventually(async () => !(await isRunning(pid)), 'Helm has ended');
    await expect(history(namespace)).resolves.toMatchObject([
      { revision: 1, status: 'pending-install' },
    ]);
    proxy.heal();
    later.open();
    await backend.start();

    const store = await api.until(id, 'READY');
    const [newest, unlocked] = await history(namespace);
    expect(newest).toMatchObject({
      revision: 2,
      status: 'deployed',
      operationId: store.job?.id,
    });
    expect(Number(newest.fence)).toBeGreaterThan(Number(unlocked.fence));
    expect(unlocked.description).toContain('whose worker is gone');
    expect(await api.eventTypes(id)).toContain('helm.unlocked');
    await remove(id);
  });

  it('may be Helm alone: the same attempt goes on', async () => {
    const later = gate();
    const applying = proxy.inject({
      matches: asking(/PATCH|POST/, /\/statefulsets/),
      fault: { kind: 'hold', until: later.opened },
      times: 1,
    });
    const { store_id: id, namespace } = await api.create();
    await eventually(() => applying.hits() > 0, 'Helm is at its work');
    process.kill(await helm.pid(), 'SIGKILL');
    later.open();

    const store = await api.until(id, 'READY');
    expect(store.job).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    const [newest, unlocked] = await history(namespace);
    expect(newest).toMatchObject({ revision: 2, status: 'deployed' });
    expect(unlocked.description).toContain('could not record its end');
    await remove(id);
  });
});
