import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { v7 as uuid } from 'uuid';
import { setPodFault, simulatedFault } from '../__testUtils__/podFault';
import { testHelm } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { HelmCli, reconcileRelease } from '../helm';
import { digestChart } from '../helm/digestChart';
import {
  applyGuardrails,
  ClusterClient,
  ClusterView,
  evaluateWorkloads,
  healWorkloads,
  storeResources,
  WorkloadReference,
  WorkloadVerdict,
} from '../kubernetes';

jest.setTimeout(180_000);

const chartDirectory = join(
  __dirname,
  '..',
  'helm',
  '__fixtures__',
  'tiny-shop',
);
const components = [
  { name: 'shop', podLabels: { app: 'web' } },
  { name: 'database', podLabels: { app: 'db' } },
];

describe('workloads of a store on a simulated cluster', () => {
  let client: ClusterClient;
  let view: ClusterView;
  let helm: HelmCli;
  let directory: string;
  let store: TestStore;
  let inventory: WorkloadReference[];

  beforeAll(async () => {
    const logger = mockServices.logger.mock();
    client = await TestStore.connect();
    view = new ClusterView({ client, logger });
    view.start();
    directory = await mkdtemp(join(tmpdir(), 'workloads-test-'));
    helm = await HelmCli.create({
      binary: testHelm(),
      logger,
      tempDirectory: directory,
      metrics: { helmCalled: () => {} },
    });
    await eventually(() => view.status().synced, 'the view is synced');
  });

  beforeEach(async () => {
    store = new TestStore(client);
    await store.createNamespace();
  });

  afterEach(() => store.remove());

  afterAll(async () => {
    await view.stop();
    await client.close();
    await rm(directory, { recursive: true });
  });

  async function guard(quota: Record<string, string> = { pods: '10' }) {
    await applyGuardrails(client, {
      namespace: store.namespace,
      storeId: store.id,
      engine: {
        network: { entryPoints: [], internal: [], publicEgress: [] },
      },
      plan: {
        quota,
        limitRange: {
          defaultRequest: { cpu: '10m', memory: '16Mi' },
          default: { cpu: '100m', memory: '64Mi' },
          maxVolume: '2Gi',
        },
      },
      ingressNamespace: 'ingress',
      dnsNamespace: 'kube-system',
      pullSecrets: [],
    });
  }

  async function release(values: JsonObject = {}) {
    const outcome = await reconcileRelease({
      helm,
      client,
      namespace: store.namespace,
      release: store.namespace,
      storeId: store.id,
      operationId: uuid(),
      fence: 1,
      chartDirectory,
      chartDigest: digestChart(chartDirectory),
      values: { commonLabels: store.labels, ...values },
      description: 'test',
      assertOwned: async () => undefined,
      knownOperation: async () => true,
    });
    inventory = outcome.inventory;
  }

  /** Judges as if it were that much later. */
  const verdict = (laterMs = 0, notBefore?: number): WorkloadVerdict =>
    evaluateWorkloads({
      objects: view.objects(store.namespace),
      inventory,
      components,
      now: Date.now() + laterMs,
      notBefore,
    });

  async function verdictOf<State extends WorkloadVerdict['state']>(
    state: State,
    laterMs = 0,
    notBefore?: number,
  ) {
    return await eventually(() => {
      const current = verdict(laterMs, notBefore);
      return current.state === state && current;
    }, `the workloads are ${state}`).catch(() => {
      throw new Error(`Not ${state}: ${JSON.stringify(verdict(laterMs))}`);
    });
  }

  const health = () =>
    Object.fromEntries(
      storeResources(view.objects(store.namespace)).map(
        ({ kind, name, health: state }) => [
          ['Pod', 'PersistentVolume'].includes(kind) ? kind : `${kind} ${name}`,
          state,
        ],
      ),
    );

  it('get ready behind their guardrails, volumes included', async () => {
    await guard();
    await release();
    await verdictOf('ready');
    await eventually(
      () => view.objects(store.namespace).volumes.length,
      'volume',
    );
    expect(health()).toEqual({
      [`Namespace ${store.namespace}`]: 'healthy',
      'Deployment web': 'healthy',
      'StatefulSet db': 'healthy',
      'Job setup': 'healthy',
      Pod: 'healthy',
      'Service web': 'healthy',
      'PersistentVolumeClaim data-db-0': 'healthy',
      PersistentVolume: 'healthy',
    });
  });

  it('fail with the words of the quota, at once', async () => {
    await guard({ pods: '1' });
    await release();
    expect(await verdictOf('failed')).toMatchObject({
      cause: {
        code: 'QuotaExceeded',
        owner: 'store_owner',
        message: expect.stringContaining('limited: pods=1'),
      },
    });
  });

  it('fail with the words of Pod Security, at once', async () => {
    await guard();
    const fault = await setPodFault(client, {
      namespace: store.namespace,
      podLabels: { app: 'db' },
      expression: 'Object{spec: Object.spec{hostNetwork: true}}',
    });
    await release({ jobs: false });
    expect(await verdictOf('failed')).toMatchObject({
      cause: {
        code: 'PodSecurityViolation',
        message: expect.stringMatching(/StatefulSet db.*hostNetwork/),
      },
    });
    await fault.clear();
  });

  it('fail naming capacity when no node has room', async () => {
    await guard();
    await release({ memory: '1000Gi', jobs: false });
    const words = 'Insufficient memory';
    const progress = await eventually(() => {
      const current = verdict();
      return JSON.stringify(current).includes(words) && current;
    }, 'the scheduler has spoken');
    expect(progress).toMatchObject({ state: 'progressing' });
    expect(verdict(125_000)).toMatchObject({
      state: 'failed',
      cause: { code: 'NoCapacity', message: expect.stringContaining(words) },
    });
  });

  it.each([
    ['image-pull', 'ImagePullFailed', 65_000],
    ['crash-loop', 'ContainerCrashLoop', 0],
  ] as const)(
    'fail by %s, and heal when they are given a fresh start',
    async (...row) => {
      const [mode, code, laterMs] = row;
      await guard();
      const fault = await setPodFault(client, {
        namespace: store.namespace,
        podLabels: { app: 'web' },
        expression: simulatedFault(mode),
      });
      await release();
      expect(await verdictOf('failed', laterMs)).toMatchObject({
        cause: { code, message: expect.stringContaining('(shop)') },
      });
      expect(health()).toMatchObject({ 'Deployment web': 'progressing' });

      await fault.clear();
      const retriedAt = Date.now();
      const deleted = await healWorkloads(client, {
        namespace: store.namespace,
        objects: view.objects(store.namespace),
      });
      expect(deleted).toEqual([expect.stringMatching(/^Pod web-/)]);
      await verdictOf('ready', 0, retriedAt);
    },
  );

  it('fail when the set-up job gives up, and heal with a new job', async () => {
    await guard();
    const fault = await setPodFault(client, {
      namespace: store.namespace,
      podLabels: { app: 'setup' },
      expression: simulatedFault('job'),
    });
    await release();
    expect(await verdictOf('failed')).toMatchObject({
      cause: { code: 'JobBackoffLimitExceeded' },
    });
    await fault.clear();
    await healWorkloads(client, {
      namespace: store.namespace,
      objects: view.objects(store.namespace),
    });
    await release();
    await verdictOf('ready');
  });

  it('say what they wait for when a pod just never gets ready', async () => {
    await guard();
    const fault = await setPodFault(client, {
      namespace: store.namespace,
      podLabels: { app: 'db' },
      expression: simulatedFault('never-ready'),
    });
    await release();
    const progress = await eventually(() => {
      const current = verdict();
      return JSON.stringify(current).includes('is not ready since') && current;
    }, 'the pod runs');
    expect(progress).toMatchObject({
      state: 'progressing',
      message: expect.stringMatching(
        /^Waiting for pod db-0 \(database\): container db is not ready since [\d:]+ UTC/,
      ),
    });
    expect(verdict(500_000).state).toBe('progressing');
    await fault.clear();
  });
});
