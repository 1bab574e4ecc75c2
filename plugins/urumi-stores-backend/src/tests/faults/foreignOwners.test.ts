import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asking, gate } from '../../__testUtils__/faults';
import {
  ProxiedReleases,
  TINY_CHART,
} from '../../__testUtils__/ProxiedReleases';
import { asUser, startStoresBackend } from '../../__testUtils__/storesBackend';
import { StoresApi } from '../../__testUtils__/StoresApi';
import { databases } from '../../__testUtils__/testDatabase';
import { eventually, TestStore } from '../../__testUtils__/TestStore';
import { reconcileRelease } from '../../helm/reconcileRelease';

jest.setTimeout(180_000);

describe('what is not the platform’s', () => {
  let releases: ProxiedReleases;

  beforeAll(async () => {
    releases = await ProxiedReleases.start();
  });

  afterEach(() => releases.proxy.heal());

  afterAll(() => releases.stop());

  const writes = (namespace: string) =>
    releases.proxy
      .asked(/POST|PUT|PATCH|DELETE/, new RegExp(namespace))
      .map(({ method, path }) => `${method} ${path}`);

  async function leavePending(store: TestStore, operationId: string | null) {
    const [{ secret }] = await releases.history(store);
    await releases.direct.patch(
      store.path('v1', 'Secret', secret.metadata.name),
      {
        metadata: {
          labels: { status: 'pending-upgrade', 'urumi.io/op': operationId },
        },
      },
    );
  }

  it.each([
    ['somebody by hand', null, /someone who used Helm by hand/],
    ['an unknown platform', 'job-of-others', /job job-of-others/],
  ])(
    'stays as it is when %s works on a release, and the store says who',
    async (_who, operationId, words) => {
      const store = await releases.createStore();
      await reconcileRelease(releases.wanted(store));
      await leavePending(store, operationId);
      releases.proxy.requests.splice(0);

      await expect(
        reconcileRelease(releases.wanted(store, { values: { replicas: 2 } })),
      ).rejects.toMatchObject({
        classification: {
          code: 'ReleaseLockedByOther',
          errorClass: 'operator_fixable',
          message: expect.stringMatching(words),
          nextAction: expect.stringContaining(
            `helm rollback ${store.namespace} --namespace ${store.namespace}`,
          ),
        },
      });
      expect(writes(store.namespace)).toEqual([]);
      await expect(releases.statuses(store)).resolves.toEqual([
        '1 pending-upgrade',
      ]);
    },
  );

  it('stays as it is when a namespace of the store’s name is there already', async () => {
    const backend = await startStoresBackend({
      knex: await databases.init('SQLITE_3'),
      kubeconfig: releases.proxy.kubeconfig,
    });
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const later = gate();
    const asked = releases.proxy.inject({
      matches: asking(/GET/, /\/namespaces\/store-[^/]*$/),
      fault: { kind: 'hold', until: later.opened },
    });
    const { store_id: id, namespace } = await api.create();
    await eventually(() => asked.hits() > 0, 'the namespace is looked for');
    const path = releases.direct.objectPath(
      'v1',
      'Namespace',
      undefined,
      namespace,
    );
    await releases.direct.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'team.test/owner': 'others' } },
    });
    later.open();

    const store = await api.until(id, 'FAILED');
    expect(store.failure).toMatchObject({
      code: 'NamespaceTaken',
      owner: 'platform_operator',
      message: expect.stringContaining(`Namespace ${namespace} exists`),
    });
    await api.delete(id);
    await api.until(id, 'DELETED');
    expect(writes(namespace)).toEqual([]);
    const left = await releases.direct.get(path);
    expect(left?.metadata.labels).toMatchObject({
      'team.test/owner': 'others',
    });
    expect(left?.metadata.deletionTimestamp).toBeUndefined();
    await releases.direct.delete(path);
    await backend.stop();
  });

  it('fails before the store is touched when the chart is gone', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'chart-'));
    const chartDirectory = join(directory, 'chart');
    await cp(TINY_CHART, chartDirectory, { recursive: true });
    const store = await releases.createStore();
    await reconcileRelease(releases.wanted(store, { chartDirectory }));
    await rm(directory, { recursive: true });
    releases.proxy.requests.splice(0);

    await expect(
      reconcileRelease(
        releases.wanted(store, { chartDirectory, values: { replicas: 2 } }),
      ),
    ).rejects.toMatchObject({
      classification: {
        code: 'ChartUnavailable',
        errorClass: 'operator_fixable',
        message: expect.stringContaining('Chart.yaml'),
      },
    });
    expect(releases.proxy.requests).toEqual([]);
    await expect(releases.statuses(store)).resolves.toEqual(['1 deployed']);
  });
});
