import { FaultProxy } from '../../__testUtils__/FaultProxy';
import { asking, gate, refusing } from '../../__testUtils__/faults';
import { createHelmScript } from '../../__testUtils__/helmScript';
import { asUser, startStoresBackend } from '../../__testUtils__/storesBackend';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { databases } from '../../__testUtils__/testDatabase';
import { testKubeconfig } from '../../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../../__testUtils__/TestStore';
import { ClusterClient } from '../../kubernetes';

jest.setTimeout(240_000);

describe('a deletion that breaks', () => {
  let client: ClusterClient;
  let proxy: FaultProxy;
  let helm: Awaited<ReturnType<typeof createHelmScript>>;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    proxy = await FaultProxy.start(testKubeconfig());
    helm = await createHelmScript();
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: proxy.kubeconfig,
      config: { helm: { binary: helm.binary } },
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterEach(() => proxy.heal());

  afterAll(async () => {
    await backend.stop();
    await proxy.stop();
    await client.close();
  });

  async function createReady() {
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    return { id, namespace };
  }

  async function expectNothingLeft(namespace: string) {
    await expect(
      client.get(client.objectPath('v1', 'Namespace', undefined, namespace)),
    ).resolves.toBeUndefined();
    const { items } = await client.list(
      client.objectPath('v1', 'PersistentVolume', undefined),
    );
    const claimed = items.filter(
      ({ spec }) =>
        (spec as { claimRef?: { namespace: string } }).claimRef?.namespace ===
        namespace,
    );
    expect(claimed).toEqual([]);
  }

  it('goes on by the namespace when Helm cannot delete an object', async () => {
    const { id, namespace } = await createReady();
    const refused = proxy.inject({
      matches: request =>
        request.userAgent !== 'urumi-stores' &&
        asking(/DELETE/, /\/statefulsets\//)(request),
      fault: refusing(500, 'InternalError', 'not now'),
    });
    await api.delete(id);
    await api.until(id, 'DELETED');
    expect(refused.hits()).toBeGreaterThan(0);
    await expectNothingLeft(namespace);
    expect((await api.events(id)).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/Helm could not uninstall .*not now/s),
    );
  });

  it('goes on by the namespace when the record of Helm is broken', async () => {
    const { id, namespace } = await createReady();
    await client.patch(
      client.objectPath(
        'v1',
        'Secret',
        namespace,
        `sh.helm.release.v1.${namespace}.v1`,
      ),
      { data: { release: Buffer.from('broken').toString('base64') } },
    );
    await api.delete(id);
    await api.until(id, 'DELETED');
    await expectNothingLeft(namespace);
    expect((await api.events(id)).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/Helm could not uninstall .*cannot be read/),
    );
  });

  it('goes on when Helm is killed in the middle', async () => {
    const { id, namespace } = await createReady();
    const later = gate();
    const removing = proxy.inject({
      matches: request =>
        request.userAgent !== 'urumi-stores' &&
        asking(/DELETE/, /\/(statefulsets|deployments)\//)(request),
      fault: { kind: 'hold', until: later.opened },
      times: 1,
    });
    await api.delete(id);
    await eventually(() => removing.hits() > 0, 'Helm is at its work');
    process.kill(await helm.pid(), 'SIGKILL');
    later.open();
    const { job } = await api.until(id, 'DELETED');
    expect(job).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    await expectNothingLeft(namespace);
  });

  it('never takes a lost answer for an end', async () => {
    const { id, namespace } = await createReady();
    const lost = proxy.inject({
      matches: request =>
        asking(/DELETE/, new RegExp(`/namespaces/${namespace}$`))(request),
      fault: { kind: 'lose-answer' },
      times: 1,
    });
    const refused = proxy.inject({
      matches: request =>
        asking(/GET/, new RegExp(`/namespaces/${namespace}$`))(request) &&
        lost.hits() > 0,
      fault: refusing(
        403,
        'Forbidden',
        'namespaces is forbidden: User "urumi" cannot get resource "namespaces"',
      ),
      times: 1,
    });
    await api.delete(id);
    const failed = await api.until(id, ({ status }) => status !== 'DELETING');
    expect(refused.hits()).toBe(1);
    expect(failed).toMatchObject({
      status: 'FAILED',
      failure: {
        code: 'PermissionMissing',
        owner: 'platform_operator',
        message: expect.stringContaining('cannot get resource "namespaces"'),
      },
    });
    await api.delete(id);
    await api.until(id, 'DELETED');
    await expectNothingLeft(namespace);
  });
});
