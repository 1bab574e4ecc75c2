import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import {
  eventually,
  testPlatform,
  TestStore,
} from '../__testUtils__/TestStore';
import { applyGuardrails } from './applyGuardrails';
import { ClusterClient } from './ClusterClient';
import {
  ensureCredentialsSecret,
  readCredentialsSecret,
} from './credentialsSecret';
import { ensureNamespace } from './ensureNamespace';
import { readClusterFacts } from './readClusterFacts';

jest.setTimeout(60_000);

describe('objects beside a release', () => {
  let client: ClusterClient;
  let directory: string;
  let store: TestStore;

  beforeAll(async () => {
    client = await TestStore.connect();
    directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  });

  beforeEach(() => {
    store = new TestStore(client);
  });

  afterEach(() => store.remove());

  afterAll(async () => {
    await client.close();
    await rm(directory, { recursive: true });
  });

  const namespacePath = () =>
    client.objectPath('v1', 'Namespace', undefined, store.namespace);

  /** A client that acts as somebody with hardly any rights. */
  async function connectAs(user: string) {
    const config = parse(await readFile(testKubeconfig(), 'utf8'));
    config.users[0].user.as = user;
    const path = join(directory, user);
    await writeFile(path, stringify(config));
    return await TestStore.connect(path);
  }

  it('stand in a namespace of their own, made once', async () => {
    const uid = await store.createNamespace();
    await expect(store.createNamespace()).resolves.toBe(uid);
    await expect(client.get(namespacePath())).resolves.toMatchObject({
      metadata: {
        labels: {
          'urumi.io/managed': 'true',
          'urumi.io/store': store.id,
          'urumi.io/platform': 'tests',
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': 'v1.36',
        },
      },
    });
    await expect(
      ensureNamespace(client, {
        namespace: store.namespace,
        storeId: store.id,
        platform: testPlatform,
        recordedUid: 'another one',
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('are not read again for whoever has just looked', async () => {
    const get = jest.spyOn(client, 'get');
    await ensureNamespace(client, {
      namespace: store.namespace,
      storeId: store.id,
      platform: testPlatform,
      seen: { namespace: undefined },
    });
    expect(get).not.toHaveBeenCalled();
    get.mockRestore();
    await expect(client.get(namespacePath())).resolves.toBeDefined();
  });

  it.each([
    ['without labels', {}],
    ['with the label of another store', { 'urumi.io/store': 'other' }],
    ['with our label put on by hand', undefined],
  ])('never stand in a foreign namespace %s', async (_, labels) => {
    await client.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: store.namespace,
        labels: labels ?? { 'urumi.io/store': store.id },
      },
    });
    await expect(store.createNamespace()).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(store.id),
    });
    const { metadata } = (await client.get(namespacePath())) ?? {};
    expect(metadata?.labels).not.toHaveProperty('urumi.io/managed');
  });

  it('wait while the namespace of before is being deleted', async () => {
    await store.createNamespace();
    await client.patch(namespacePath(), {
      metadata: { finalizers: ['urumi.dev/test'] },
    });
    await store.remove();
    await expect(store.createNamespace()).rejects.toMatchObject({
      classification: {
        errorClass: 'retryable',
        code: 'NamespaceTerminating',
      },
    });
    await client.patch(namespacePath(), { metadata: { finalizers: null } });
  });

  it('are applied again and again, and a policy that nobody asks for goes', async () => {
    await store.createNamespace();
    const apply = (port: number, pullSecrets: string[] = []) =>
      applyGuardrails(client, {
        namespace: store.namespace,
        storeId: store.id,
        engine: {
          network: {
            entryPoints: [{ podLabels: { app: 'web' }, port }],
            internal: [],
            publicEgress: [{ podLabels: { app: 'web' }, ports: [443] }],
          },
        },
        plan: {
          quota: { pods: '5' },
          limitRange: { defaultRequest: {}, default: {}, maxVolume: '1Gi' },
        },
        ingressNamespace: 'ingress',
        dnsNamespace: 'kube-system',
        pullSecrets,
      });
    const login = JSON.stringify({ auths: { 'r.example.com': {} } });
    await apply(8080, [login]);
    const storeAccount = () =>
      client.get(store.path('v1', 'ServiceAccount', 'store'));
    await expect(storeAccount()).resolves.toMatchObject({
      imagePullSecrets: [{ name: 'registry-1' }],
    });
    await expect(
      client.get(store.path('v1', 'Secret', 'registry-1')),
    ).resolves.toMatchObject({
      type: 'kubernetes.io/dockerconfigjson',
      data: {
        '.dockerconfigjson': Buffer.from(login).toString('base64'),
      },
    });
    const policies = store.path('networking.k8s.io/v1', 'NetworkPolicy');
    await client.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'let-all-in', namespace: store.namespace },
      spec: { podSelector: {}, ingress: [{}] },
    });
    await apply(9090);
    expect((await storeAccount())?.imagePullSecrets ?? []).toEqual([]);
    const { items } = await client.list(policies);
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([
      'allow-dns',
      'allow-entry-1',
      'allow-public-1',
      'default-deny',
    ]);
    expect(JSON.stringify(items)).toContain('9090');
    await expect(
      client.get(store.path('v1', 'ResourceQuota', 'store')),
    ).resolves.toMatchObject({
      spec: {
        hard: {
          pods: '5',
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    });
    await eventually(async () => {
      const account = await client.get(
        store.path('v1', 'ServiceAccount', 'default'),
      );
      return account?.automountServiceAccountToken === false;
    }, 'the default account mounts no token');
  });

  it('hold passwords that are made once', async () => {
    await store.createNamespace();
    const secret = { namespace: store.namespace, name: 'credentials' };
    await expect(readCredentialsSecret(client, secret)).resolves.toBe(
      undefined,
    );
    const passwords: Record<string, string>[] = [
      { password: 'first "quoted" ünïcode' },
      { password: 'second' },
      // A newer version of the engine wants one more.
      { password: 'third', key: 'added' },
      { password: 'fourth', key: 'again' },
    ];
    for (const generated of passwords) {
      await ensureCredentialsSecret(client, {
        ...secret,
        labels: store.labels,
        generate: () => generated,
      });
    }
    await expect(readCredentialsSecret(client, secret)).resolves.toEqual({
      password: 'first "quoted" ünïcode',
      key: 'added',
    });
  });

  it('are refused to an account without rights, naming what it lacks', async () => {
    const nobody = await connectAs('nobody');
    await expect(
      ensureNamespace(nobody, {
        namespace: store.namespace,
        storeId: store.id,
        platform: testPlatform,
      }),
    ).rejects.toMatchObject({
      status: 403,
      reason: 'Forbidden',
      message: expect.stringContaining('cannot get resource "namespaces"'),
    });
    await nobody.close();
  });

  it('need a cluster whose facts can be read', async () => {
    await expect(
      readClusterFacts(client, { dnsNamespace: 'kube-system' }),
    ).resolves.toEqual({
      simulatedNodes: true,
      defaultStorageClass: 'standard',
      fixedStorageClasses: expect.any(Array),
      defaultIngressClass: 'sim',
      kubernetesVersion: expect.stringMatching(/^v1\.\d+/),
      // The simulated cluster has neither DNS nor anything behind its own Service.
      apiServers: expect.arrayContaining([
        { host: expect.any(String), port: 443 },
      ]),
      nodeAddresses: expect.arrayContaining([expect.any(String)]),
      dns: [],
    });
  });

  it.each([
    ['is missing', '/nonexistent/kubeconfig', undefined],
    ['lacks the context', undefined, 'no-such-context'],
  ])('need a kubeconfig: one that %s is an error at once', async (...row) => {
    const [, kubeconfig = testKubeconfig(), context] = row;
    await expect(
      ClusterClient.fromConfig({
        name: 'wrong',
        kubeconfig,
        context,
        logger: {
          debug() {},
          info() {},
          warn() {},
          error() {},
          child: jest.fn(),
        },
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});
