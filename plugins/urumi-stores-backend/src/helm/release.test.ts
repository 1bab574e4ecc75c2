import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { v7 as uuid } from 'uuid';
import { testHelm } from '../__testUtils__/testEnvironment';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient, KubernetesObject } from '../kubernetes';
import { digestChart } from './digestChart';
import { HelmCli } from './HelmCli';
import { reconcileRelease, ReconcileReleaseOptions } from './reconcileRelease';
import { readReleases } from './releaseSecrets';
import { removeRelease } from './removeRelease';

jest.setTimeout(120_000);

const chartDirectory = join(__dirname, '__fixtures__', 'tiny-shop');

describe('a release', () => {
  let client: ClusterClient;
  let helm: HelmCli;
  let directory: string;
  let store: TestStore;

  beforeAll(async () => {
    client = await TestStore.connect();
    directory = await mkdtemp(join(tmpdir(), 'helm-test-'));
    helm = await HelmCli.create({
      binary: testHelm(),
      logger: mockServices.logger.mock(),
      tempDirectory: directory,
      metrics: { helmCalled: () => {} },
    });
  });

  beforeEach(async () => {
    store = new TestStore(client);
    await store.createNamespace();
  });

  afterEach(() => store.remove());

  afterAll(async () => {
    await client.close();
    await rm(directory, { recursive: true });
  });

  function target() {
    return {
      helm,
      client,
      namespace: store.namespace,
      release: store.namespace,
      assertOwned: async () => undefined,
    };
  }

  function options(
    overrides: Partial<ReconcileReleaseOptions> & { values?: JsonObject } = {},
  ): ReconcileReleaseOptions {
    return {
      ...target(),
      storeId: store.id,
      operationId: uuid(),
      fence: 1,
      chartDirectory,
      description: 'asked for by a test, "quoted", $(touch x), a,b=c',
      knownOperation: async () => false,
      ...overrides,
      chartDigest: digestChart(overrides.chartDirectory ?? chartDirectory),
      values: { commonLabels: store.labels, ...overrides.values },
    };
  }

  const history = () =>
    readReleases(client, {
      namespace: store.namespace,
      release: store.namespace,
    });

  const statuses = async () =>
    (await history()).map(({ revision, status }) => `${revision} ${status}`);

  /** Makes the newest revision look as if Helm had been killed in the middle. */
  async function leavePending(labels: Record<string, string>) {
    const [{ secret }] = await history();
    const { name, namespace } = secret.metadata;
    await client.patch(client.objectPath('v1', 'Secret', namespace, name), {
      metadata: { labels: { status: 'pending-upgrade', ...labels } },
    });
  }

  it('leaves nothing behind in its folder but what the API server says of its resources', async () => {
    await reconcileRelease(options());
    expect(await readdir(directory)).toEqual(['discovery']);
    const entries = await readdir(directory, {
      recursive: true,
      withFileTypes: true,
    });
    const texts = await Promise.all(
      entries
        .filter(entry => entry.isFile())
        .map(({ parentPath, name }) =>
          readFile(join(parentPath, name), 'utf8'),
        ),
    );
    expect(texts.join()).toContain('networkpolicies');
    const kubeconfig = JSON.parse(await client.kubeconfigText());
    const secrets = Object.values<string>(kubeconfig.users[0].user);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of [store.id, ...secrets]) {
      expect(texts.filter(text => text.includes(secret))).toEqual([]);
    }
  });

  it('says by which chart it was made, to the byte', async () => {
    const changed = join(directory, 'changed-shop');
    await cp(chartDirectory, changed, { recursive: true });
    expect(digestChart(changed)).toBe(digestChart(chartDirectory));
    await appendFile(join(changed, 'values.yaml'), '\n');
    await reconcileRelease(options({ chartDirectory: changed }));
    const [{ chartDigest, chartVersion }] = await history();
    expect(chartVersion).toBe('1.2.3');
    expect(chartDigest).toBe(digestChart(changed));
    expect(chartDigest).not.toBe(digestChart(chartDirectory));
  });

  it('is installed once, and left alone while it is as wanted', async () => {
    const first = options();
    const outcome = await reconcileRelease(first);

    expect(outcome).toMatchObject({
      revision: 1,
      changed: true,
      chartVersion: '1.2.3',
      inventory: [
        { kind: 'Deployment', name: 'web', generation: 1 },
        { kind: 'StatefulSet', name: 'db', generation: 1 },
        { kind: 'Job', name: 'setup', generation: 1 },
      ],
    });
    await expect(history()).resolves.toMatchObject([
      {
        revision: 1,
        status: 'deployed',
        operationId: first.operationId,
        fence: '1',
        description: first.description,
      },
    ]);

    const again = { revision: 1, changed: false };
    await expect(reconcileRelease(first)).resolves.toMatchObject(again);
    await expect(
      reconcileRelease({ ...first, operationId: uuid(), fence: 7 }),
    ).resolves.toMatchObject(again);
    await expect(statuses()).resolves.toEqual(['1 deployed']);
  });

  it('is upgraded with the new values alone', async () => {
    await reconcileRelease(options({ values: { greeting: 'kept?' } }));
    const outcome = await reconcileRelease(
      options({ values: { replicas: 2 } }),
    );
    expect(outcome).toMatchObject({ revision: 2, changed: true });
    expect(outcome.inventory[0]).toMatchObject({ name: 'web', generation: 2 });
    const web = await client.get(store.path('apps/v1', 'Deployment', 'web'));
    expect(web?.metadata.annotations).toMatchObject({ greeting: 'hello' });
  });

  it('keeps a bounded history', async () => {
    for (let replicas = 0; replicas < 7; replicas++) {
      await reconcileRelease(options({ values: { replicas } }));
    }
    await expect(statuses()).resolves.toEqual([
      '7 deployed',
      ...[6, 5, 4, 3].map(revision => `${revision} superseded`),
    ]);
  });

  it('gets back an object that was deleted behind its back', async () => {
    const wanted = options();
    await reconcileRelease(wanted);
    await client.delete(store.path('batch/v1', 'Job', 'setup'), {
      propagationPolicy: 'Background',
    });
    await eventually(
      async () => !(await client.get(store.path('batch/v1', 'Job', 'setup'))),
      'the job is gone',
    );
    const outcome = await reconcileRelease(wanted);
    expect(outcome.revision).toBe(2);
    expect(outcome.inventory).toHaveLength(3);
  });

  it('is unlocked when an earlier job of ours left it pending', async () => {
    const dead = options();
    await reconcileRelease(dead);
    await leavePending({});
    const unlocked: number[] = [];
    const outcome = await reconcileRelease(
      options({
        values: { replicas: 2 },
        knownOperation: async id => id === dead.operationId,
        onUnlocked: async ({ revision }) => {
          unlocked.push(revision);
        },
      }),
    );
    expect(outcome).toMatchObject({ revision: 2, changed: true });
    expect(unlocked).toEqual([1]);
    const [deployed, unlockedOne] = await history();
    expect(deployed.status).toBe('deployed');
    expect(unlockedOne.description).toContain(dead.operationId);
  });

  it('is not touched when someone else left it pending, or when the caller is no longer the owner', async () => {
    const dead = options();
    await reconcileRelease(dead);
    await leavePending({});
    const stranger = options({ values: { replicas: 2 } });
    await expect(reconcileRelease(stranger)).rejects.toMatchObject({
      classification: {
        errorClass: 'operator_fixable',
        code: 'ReleaseLockedByOther',
        message: expect.stringContaining(dead.operationId),
      },
    });
    await expect(
      reconcileRelease({
        ...stranger,
        knownOperation: async () => true,
        assertOwned: async () => {
          throw new Error('fenced off');
        },
      }),
    ).rejects.toThrow('fenced off');
    await expect(statuses()).resolves.toEqual(['1 pending-upgrade']);
  });

  it('ends as one deployed release after its Helm was killed', async () => {
    const killed = options();
    const abort = new AbortController();
    const running = reconcileRelease({ ...killed, signal: abort.signal });
    // Helm writes its Secret first of all; at the first sight of it the call ends.
    await eventually(async () => (await statuses()).length, 'Helm has begun');
    abort.abort(new Error('lease lost'));
    const [end] = await Promise.allSettled([running]);
    // On a fast machine Helm may have ended by then.
    expect(['fulfilled', 'lease lost']).toContain(
      end.status === 'rejected' ? end.reason.message : end.status,
    );

    await reconcileRelease({ ...killed, fence: 2 });
    const deployed = (await statuses()).filter(one =>
      one.endsWith(' deployed'),
    );
    expect(deployed).toHaveLength(1);
    await expect(
      client.get(store.path('apps/v1', 'StatefulSet', 'db')),
    ).resolves.toBeDefined();
  });

  it('fails with the cause in the words of the API server, and heals by another attempt', async () => {
    await client.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'none', namespace: store.namespace },
      spec: { hard: { 'count/services': '0' } },
    } as KubernetesObject);
    const path = store.path('v1', 'ResourceQuota', 'none');
    await eventually(async () => {
      const quota = await client.get(path);
      return quota?.status && Object.keys(quota.status).length > 0;
    }, 'the quota is counted');
    const refused = options();
    await expect(reconcileRelease(refused)).rejects.toMatchObject({
      classification: {
        errorClass: 'user_fixable',
        code: 'QuotaExceeded',
        message: expect.stringContaining('exceeded quota: none'),
      },
    });
    await expect(statuses()).resolves.toEqual(['1 failed']);
    await client.delete(path);
    await eventually(async () => {
      const outcome = await reconcileRelease(refused).catch(() => undefined);
      return outcome?.inventory.length === 3;
    }, 'the next attempt succeeds');
  });

  it('refuses values that its chart does not know', async () => {
    await expect(
      reconcileRelease(options({ values: { replicas: 'many' } })),
    ).rejects.toMatchObject({
      classification: { code: 'ChartValuesInvalid' },
    });
    await expect(statuses()).resolves.toEqual([]);
  });

  it('is removed in any state, and being absent is no failure', async () => {
    await expect(removeRelease(target())).resolves.toBe(false);
    await reconcileRelease(options());
    await leavePending({ 'urumi.io/op': 'someone-else' });
    await expect(removeRelease(target())).resolves.toBe(true);
    await expect(statuses()).resolves.toEqual([]);
    await expect(
      client.get(store.path('v1', 'Service', 'web')),
    ).resolves.toBeUndefined();
  });

  it('shows its objects without a cluster', async () => {
    const { release, namespace, values } = options();
    const objects = await helm.template({
      release,
      namespace,
      values,
      chartDirectory,
    });
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'Deployment',
      'Job',
      'Service',
      'StatefulSet',
    ]);
  });
});
