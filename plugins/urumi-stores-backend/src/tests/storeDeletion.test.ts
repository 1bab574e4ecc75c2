import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { tempDirectory } from '../__testUtils__/tempDirectory';
import { applyAdmissionPolicy } from '../__testUtils__/admissionPolicy';
import { createHelmScript } from '../__testUtils__/helmScript';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { TcpRelay } from '../__testUtils__/TcpRelay';
import { databases } from '../__testUtils__/testDatabase';
import { testHelm, testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { parse } from 'yaml';
import { HelmCli } from '../helm';
import { readReleases } from '../helm/releaseSecrets';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(180_000);

describe('deletion of stores', () => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>> | undefined;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
  });

  afterEach(async () => {
    await backend?.stop();
    backend = undefined;
  });

  afterAll(() => client.close());

  async function start(config: JsonObject = {}, kubeconfig = testKubeconfig()) {
    const started = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig,
      config,
    });
    backend = started;
    api = new StoresApi({
      server: () => started.server,
      authorization: asUser('sana'),
    });
  }

  const namespacePath = (name: string) =>
    client.objectPath('v1', 'Namespace', undefined, name);

  async function expectGone(namespace: string) {
    expect(await client.get(namespacePath(namespace))).toBeUndefined();
    const { items } = await client.list(
      client.objectPath('v1', 'PersistentVolume', undefined),
    );
    expect(JSON.stringify(items)).not.toContain(namespace);
  }

  it('overtakes an installation under way, and a store that no worker has taken', async () => {
    const helm = await createHelmScript();
    await helm.hold();
    await start({
      helm: { binary: helm.binary },
      worker: {
        concurrency: 1,
        pollInterval: { milliseconds: 50 },
        leaseDuration: { seconds: 6 },
      },
    });
    const installing = await api.create();
    const queued = await api.create();
    await helm.upgradeCalled();
    expect(await api.get(queued.store_id)).toMatchObject({ status: 'QUEUED' });
    for (const { store_id: id } of [queued, installing]) {
      expect((await api.delete(id)).status).toBe('DELETING');
    }
    for (const { store_id: id, namespace } of [queued, installing]) {
      await api.until(id, 'DELETED');
      await expectGone(namespace);
      const types = await api.eventTypes(id);
      expect(types).not.toContain('ready');
      expect(types.filter(type => !type.startsWith('step.'))).toEqual(
        id === queued.store_id
          ? ['queued', 'delete_queued', 'delete_started', 'deleted']
          : [
              'queued',
              'install_started',
              'delete_queued',
              'delete_started',
              'deleted',
            ],
      );
    }
  });

  it('says who refuses it, and begins anew when it is asked for again', async () => {
    await start();
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    const policy = await refuseDeletion(client, namespace);
    const first = await api.delete(id);
    const failed = await api.until(id, 'FAILED');
    expect(failed.failure).toMatchObject({
      owner: 'platform_operator',
      message: expect.stringContaining('this namespace is under audit'),
    });
    await policy.clear();
    const second = await api.delete(id);
    expect(second).toMatchObject({ status: 'DELETING' });
    expect(second.queued_job_id).not.toBe(first.queued_job_id);
    await api.until(id, 'DELETED');
    await expectGone(namespace);
    expect(
      (await api.eventTypes(id)).filter(type =>
        ['deleted', 'delete_queued', 'failed'].includes(type),
      ),
    ).toEqual(['delete_queued', 'failed', 'delete_queued', 'deleted']);
  });

  it("touches nothing in a namespace that is not the store's, and neither does provisioning", async () => {
    const directory = tempDirectory('foreign');
    const kubeconfig = join(directory, 'kubeconfig');
    const { clusters } = parse(await client.kubeconfigText());
    const relay = await TcpRelay.start(clusters[0].cluster.server);
    await relay.writeKubeconfig(testKubeconfig(), kubeconfig);
    await relay.cut();
    await start({}, kubeconfig);

    // Someone else makes what is to be the store's namespace while the work waits.
    const { store_id: id, namespace } = await api.create();
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'theirs', namespace },
      spec: {
        defaultBackend: { service: { name: 'theirs', port: { number: 80 } } },
      },
    };
    await client.create(ingress);
    const helm = await HelmCli.create({
      binary: testHelm(),
      logger: mockServices.logger.mock(),
      tempDirectory: join(directory, 'helm'),
      metrics: { helmCalled: () => {} },
    });
    await helm.upgradeInstall({
      release: namespace,
      namespace,
      kubeconfig: await client.kubeconfigText(),
      chartDirectory: join(__dirname, '../helm/__fixtures__/tiny-shop'),
      values: { jobs: false },
      labels: { origin: 'them' },
      description: 'theirs',
    });
    const before = await everythingIn(client, namespace);
    await relay.join();

    const failed = await api.until(id, 'FAILED');
    expect(failed.failure).toMatchObject({
      code: 'NamespaceTaken',
      owner: 'platform_operator',
      message: expect.stringContaining(`was not made for store ${id}`),
    });
    await api.delete(id);
    await api.until(id, 'DELETED');
    expect(await everythingIn(client, namespace)).toEqual(before);

    await backend?.stop();
    backend = undefined;
    await relay.cut();
    await client.delete(namespacePath(namespace));
  });
});

/** Uids of what a careless deletion would take with it. */
async function everythingIn(client: ClusterClient, namespace: string) {
  const lists = await Promise.all([
    client.list(
      client.objectPath('networking.k8s.io/v1', 'Ingress', namespace),
    ),
    client.list(client.objectPath('apps/v1', 'Deployment', namespace)),
    client.list(client.objectPath('apps/v1', 'StatefulSet', namespace)),
    client.list(client.objectPath('v1', 'Service', namespace)),
    client.list(client.objectPath('v1', 'Secret', namespace)),
    client.list(client.objectPath('v1', 'ResourceQuota', namespace)),
  ]);
  const releases = await readReleases(client, {
    namespace,
    release: namespace,
  });
  expect(releases).toMatchObject([{ status: 'deployed' }]);
  return lists.flatMap(({ items }) => items.map(item => item.metadata.uid));
}

/** Lets the API server refuse the deletion of a namespace. */
async function refuseDeletion(client: ClusterClient, namespace: string) {
  return applyAdmissionPolicy(client, {
    kind: 'ValidatingAdmissionPolicy',
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['DELETE'],
            resources: ['namespaces'],
            resourceNames: [namespace],
          },
        ],
      },
      validations: [
        { expression: 'false', message: 'this namespace is under audit' },
      ],
    },
    binding: { validationActions: ['Deny'] },
  });
}
