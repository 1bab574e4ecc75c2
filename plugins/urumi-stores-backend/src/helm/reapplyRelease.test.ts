import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { v7 as uuid } from 'uuid';
import { testHelm } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from '../kubernetes';
import { digestChart } from './digestChart';
import { HelmCli } from './HelmCli';
import { reconcileRelease, ReconcileReleaseOptions } from './reconcileRelease';
import { readReleases } from './releaseSecrets';

jest.setTimeout(120_000);

const chartDirectory = join(__dirname, '__fixtures__', 'tiny-shop');

describe('a release that is applied again', () => {
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

  function options(
    overrides: Partial<ReconcileReleaseOptions> & { values?: JsonObject } = {},
  ): ReconcileReleaseOptions {
    return {
      helm,
      client,
      namespace: store.namespace,
      release: store.namespace,
      assertOwned: async () => undefined,
      storeId: store.id,
      operationId: uuid(),
      fence: 1,
      chartDirectory,
      chartDigest: digestChart(chartDirectory),
      description: 'reconcile by user:default/sana',
      knownOperation: async () => false,
      ...overrides,
      values: { commonLabels: store.labels, ...overrides.values },
    };
  }

  const statuses = async () =>
    (
      await readReleases(client, {
        namespace: store.namespace,
        release: store.namespace,
      })
    ).map(({ revision, status }) => `${revision} ${status}`);

  const get = (apiVersion: string, kind: string) =>
    client.get(store.path(apiVersion, kind, 'web'));

  it('takes back what others own and makes again what is missing, in one revision, however often it runs', async () => {
    await reconcileRelease(options());
    const { namespace } = store;
    await client.apply(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace },
        spec: { replicas: 3 },
      } as never,
      { fieldManager: 'kubectl-edit', force: true },
    );
    await client.delete(store.path('v1', 'Service', 'web'));
    const again = options({ reapply: true });

    const outcome = await reconcileRelease(again);
    expect(outcome).toMatchObject({ revision: 2, changed: true });
    expect((await get('apps/v1', 'Deployment'))?.spec).toMatchObject({
      replicas: 1,
    });
    expect(await get('v1', 'Service')).toBeDefined();
    await expect(
      reconcileRelease({ ...again, fence: 2 }),
    ).resolves.toMatchObject({ revision: 2, changed: false });
    await expect(statuses()).resolves.toEqual(['2 deployed', '1 superseded']);
  });

  it('brings back what was applied after somebody used Helm by hand', async () => {
    await reconcileRelease(options());
    await reconcileRelease(options({ values: { replicas: 4 } }));
    const outcome = await reconcileRelease(options({ reapply: true }));
    expect(outcome).toMatchObject({ revision: 3 });
    expect((await get('apps/v1', 'Deployment'))?.spec).toMatchObject({
      replicas: 1,
    });
  });

  it('is never upgraded by it: what was not applied before is refused', async () => {
    await reconcileRelease(options());
    const newer = options({ reapply: true, values: { greeting: 'new' } });
    await expect(reconcileRelease(newer)).rejects.toMatchObject({
      classification: { code: 'ReleaseOutdated' },
    });
    await expect(statuses()).resolves.toEqual(['1 deployed']);
  });

  it('is overwritten nowhere else: without being asked Helm leaves the fields of others alone', async () => {
    await reconcileRelease(options());
    await client.apply(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: store.namespace },
        spec: { replicas: 3 },
      } as never,
      { fieldManager: 'kubectl-edit', force: true },
    );
    await expect(
      reconcileRelease(options({ values: { replicas: 2 } })),
    ).rejects.toThrow(/conflict/i);
  });
});
