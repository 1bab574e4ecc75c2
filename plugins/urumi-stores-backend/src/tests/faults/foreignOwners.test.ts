import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ProxiedReleases,
  TINY_CHART,
} from '../../__testUtils__/ProxiedReleases';
import { TestStore } from '../../__testUtils__/TestStore';
import { reconcileRelease } from '../../helm/reconcileRelease';

jest.setTimeout(120_000);

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
