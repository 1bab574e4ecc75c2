import {
  ConditionType,
  StoreDetails,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setPodFault, simulatedFault } from '../__testUtils__/podFault';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TcpRelay } from '../__testUtils__/TcpRelay';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient, KubernetesObject } from '../kubernetes';

jest.setTimeout(240_000);

/** Whether the store has the condition in that state. */
const has =
  (type: ConditionType, state: 'true' | 'false' | 'unknown') =>
  ({ conditions }: StoreDetails) =>
    conditions.some(one => one.type === type && one.state === state);

describe.each(databases.eachSupportedId())('READY stores on %s', databaseId => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    backend = await startStoresBackend({
      knex: await databases.init(databaseId),
      kubeconfig: testKubeconfig(),
      config: { health: { interval: { seconds: 2 } } },
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await client?.close();
  });

  async function readyStore() {
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    const path = (apiVersion: string, kind: string, name?: string) =>
      client.objectPath(apiVersion, kind, namespace, name);
    return { id, namespace, path };
  }

  /** Writes fields in the way of `kubectl --field-manager`. */
  const write = (
    fieldManager: string,
    apiVersion: string,
    kind: string,
    metadata: KubernetesObject['metadata'],
    content: object = {},
  ) =>
    client.apply(
      { apiVersion, kind, metadata, ...content },
      { fieldManager, force: true },
    );

  const eventTypes = async (id: string) =>
    (await api.eventTypes(id)).filter(type => /^(health|drift)\./.test(type));

  it('are looked at, and say what was not looked at, without a word in the log', async () => {
    const { id } = await readyStore();
    const store = await api.until(
      id,
      one => has('Degraded', 'false')(one) && has('Drifted', 'false')(one),
    );
    expect(store.health).toEqual({ cause: null, drift: [] });
    expect(
      store.conditions.find(({ type }) => type === 'Degraded')?.message,
    ).toMatch(/^All workloads are ready. The shop was not opened: .*simulated/);
    const looks = async () => {
      const { text } = await api.call('get', '/metrics');
      return Number(/looks_total{outcome="healthy"} (\d+)/.exec(text)?.[1]);
    };
    const before = await looks();
    await eventually(async () => (await looks()) > before + 1, 'more looks');
    expect((await api.get(id)).updated_at).toBe(store.updated_at);
    expect(await eventTypes(id)).toEqual([]);
    await api.delete(id);
  });

  it('name what was changed, by whom and when, and are brought back on demand', async () => {
    const { id, namespace, path } = await readyStore();
    await api.until(id, has('Drifted', 'false'));
    const deployments = await client.list(path('apps/v1', 'Deployment'));
    const [web] = deployments.items;
    const named = (name: string) => ({ name, namespace });
    await write('kubectl-edit', 'v1', 'ResourceQuota', named('store'), {
      spec: { hard: { pods: '99' } },
    });
    await write('kubectl-label', 'v1', 'Namespace', {
      name: namespace,
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    });
    await client.delete(
      path('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny'),
    );
    await write(
      'kubectl-create',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      named('allow-all'),
      { spec: { podSelector: {}, ingress: [{}] } },
    );
    await write(
      'kubectl-scale',
      'apps/v1',
      'Deployment',
      named(web.metadata.name),
      {
        spec: { replicas: 0 },
      },
    );

    const drifted = await api.until(
      id,
      store => store.health.drift.length >= 5,
    );
    const common = {
      changed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      change: 'changed',
    };
    expect(drifted.health.drift).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...common,
          kind: 'ResourceQuota',
          name: 'store',
          part: 'guardrails',
          field: 'spec.hard.pods',
          actual: '99',
          changed_by: 'kubectl-edit',
        }),
        expect.objectContaining({
          ...common,
          kind: 'Namespace',
          field: 'metadata.labels[pod-security.kubernetes.io/enforce]',
          expected: 'restricted',
          actual: 'privileged',
          changed_by: 'kubectl-label',
        }),
        expect.objectContaining({
          kind: 'NetworkPolicy',
          name: 'default-deny',
          change: 'missing',
          changed_by: null,
        }),
        expect.objectContaining({
          kind: 'NetworkPolicy',
          name: 'allow-all',
          change: 'added',
          changed_by: 'kubectl-create',
        }),
        expect.objectContaining({
          ...common,
          kind: 'Deployment',
          part: 'release',
          field: 'spec.replicas',
          expected: '1',
          actual: '0',
          changed_by: 'kubectl-scale',
        }),
      ]),
    );
    expect(drifted.status).toBe('READY');
    const message = drifted.conditions.find(({ type }) => type === 'Drifted');
    expect(message).toMatchObject({
      state: 'true',
      reason: 'ChangedOutside',
      message: expect.stringContaining('no proof of identity'),
    });
    const { text } = await api.call('get', '/metrics');
    expect(text).toMatch(/^urumi_stores_drifted 1$/m);

    const before = await client.list(path('v1', 'Secret'), {
      labelSelector: 'owner=helm',
    });
    const answer = await api.reconcile(id);
    expect(answer).toMatchObject({ store_id: id, status: 'READY' });
    expect((await api.reconcile(id)).queued_job_id).toBe(answer.queued_job_id);
    const seen = new Set<string>();
    const back = await api.until(id, store => {
      seen.add(store.status);
      return has('Drifted', 'false')(store) && store.health.drift.length === 0;
    });
    expect([...seen]).toEqual(['READY']);
    expect(back).toMatchObject({
      url: expect.any(String),
      job: {
        id: answer.queued_job_id,
        action: 'RECONCILE',
        state: 'SUCCEEDED',
      },
    });
    expect(back.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'namespace done',
      'guardrails done',
      'credentials done',
      'release done',
      'workloads done',
      'storefront skipped',
    ]);
    const spec = async (apiVersion: string, kind: string, name: string) =>
      (await client.get(path(apiVersion, kind, name)))?.spec;
    expect(
      await spec('apps/v1', 'Deployment', web.metadata.name),
    ).toMatchObject({ replicas: 1 });
    expect(
      await spec('networking.k8s.io/v1', 'NetworkPolicy', 'allow-all'),
    ).toBeUndefined();
    const after = await client.list(path('v1', 'Secret'), {
      labelSelector: 'owner=helm',
    });
    expect(after.items).toHaveLength(before.items.length + 1);
    const types = await eventTypes(id);
    expect(types.at(-1)).toBe('drift.resolved');
    expect(types.filter(type => type === 'drift.resolved')).toHaveLength(1);
    const detected = (await api.events(id)).find(
      ({ event_type: type }) => type === 'drift.detected',
    );
    expect(detected).toMatchObject({
      actor: 'system:health',
      level: 'warning',
    });
    await api.delete(id);
  });

  it('stay READY when they cannot be brought back, and say why', async () => {
    const { id, path } = await readyStore();
    await api.until(id, has('Drifted', 'false'));
    await client.delete(path('v1', 'Secret', 'store-credentials'));
    const { queued_job_id: jobId } = await api.reconcile(id);
    const store = await api.until(id, ({ job }) => job?.state === 'FAILED');
    expect(store).toMatchObject({
      status: 'READY',
      failure: null,
      last_error: null,
      job: { id: jobId },
    });
    expect(store.url).not.toBeNull();
    expect(
      store.conditions.find(({ type }) => type === 'Progressing'),
    ).toMatchObject({ state: 'false', reason: 'CredentialsMissing' });
    const types = await api.eventTypes(id);
    expect(types).toContain('reconcile.failed');
    expect(types).not.toContain('failed');
    await api.delete(id);
  });
});

describe('READY stores of a cluster that is away', () => {
  it('are never called degraded: it is said that nothing is known', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'health-test-'));
    const client = await TestStore.connect();
    const relay = await TcpRelay.start(client.server);
    const kubeconfig = join(directory, 'kubeconfig');
    await relay.writeKubeconfig(testKubeconfig(), kubeconfig);
    const backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig,
      config: { health: { interval: { seconds: 2 } } },
    });
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const { store_id: id } = await api.create();
    await api.until(id, has('Degraded', 'false'));
    await relay.cut();
    const away = await api.until(id, has('Degraded', 'unknown'));
    expect(away.status).toBe('READY');
    expect(has('Drifted', 'unknown')(away)).toBe(true);
    expect(has('Available', 'unknown')(away)).toBe(true);
    expect(away.health).toEqual({ cause: null, drift: [] });
    await relay.join();
    await api.until(
      id,
      store =>
        has('Degraded', 'false')(store) && has('Drifted', 'false')(store),
    );
    expect((await api.eventTypes(id)).join()).not.toMatch(/health\.|drift\./);
    await api.delete(id);
    await backend.stop();
    await relay.cut();
    await client.close();
    await rm(directory, { recursive: true });
  });
});

describe('the health of READY stores', () => {
  let client: ClusterClient;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;
  let api: StoresApi;

  beforeAll(async () => {
    client = await TestStore.connect();
    backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: testKubeconfig(),
    });
    api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await client?.close();
  });

  it('is told once when a pod crashes, with cause and owner, and once when it is well again, though the next look is ten minutes away', async () => {
    const { store_id: id, namespace } = await api.create();
    await api.until(id, 'READY');
    const { items } = await client.list(
      client.objectPath('v1', 'Pod', namespace),
    );
    const database = items.find(
      ({ metadata }) => metadata.ownerReferences?.[0].kind === 'StatefulSet',
    );
    const fault = await setPodFault(client, {
      namespace,
      podLabels: {},
      expression: simulatedFault('crash-loop'),
    });
    const podPath = client.objectPath(
      'v1',
      'Pod',
      namespace,
      database?.metadata.name,
    );
    await client.delete(podPath);
    const degraded = await api.until(id, has('Degraded', 'true'));
    expect(degraded).toMatchObject({
      status: 'READY',
      health: {
        cause: {
          code: 'ContainerCrashLoop',
          owner: 'platform_operator',
          message: expect.stringContaining(`${database?.metadata.name}`),
          next_action: expect.stringContaining('looked at again by itself'),
        },
      },
    });
    expect(has('Available', 'false')(degraded)).toBe(true);
    await fault.clear();
    await client.delete(podPath);
    const well = await api.until(id, has('Degraded', 'false'));
    expect(well.health.cause).toBeNull();
    expect(has('Available', 'true')(well)).toBe(true);
    const types = await api.eventTypes(id);
    expect(types.filter(type => type.startsWith('health.'))).toEqual([
      'health.degraded',
      'health.recovered',
    ]);
    await api.delete(id);
  });
});
