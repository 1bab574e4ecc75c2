import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestEngine, engineModule } from '../__testUtils__/engineModule';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { findChartsDirectory } from '../engines';
import { readReleases } from '../helm/releaseSecrets';

jest.setTimeout(240_000);

describe('a platform with a newer chart', () => {
  it('offers an upgrade to its stores, calls nothing changed from outside, reconciles with the old chart, and goes back to it', async () => {
    const client = await TestStore.connect();
    const directory = await mkdtemp(join(tmpdir(), 'newer-chart-'));
    const [old, young] = ['old', 'young'].map(name => join(directory, name));
    await cp(join(findChartsDirectory(), 'woocommerce'), old, {
      recursive: true,
    });
    await cp(old, young, { recursive: true });
    const chartFile = join(young, 'Chart.yaml');
    await writeFile(
      chartFile,
      (
        await readFile(chartFile, 'utf8')
      ).replace(/^version: .*$/m, 'version: 9.9.9'),
    );
    const knex = await databases.init('SQLITE_3');
    const start = (chartDirectory: string, pods: (pods: string) => string) => {
      const engine = createTestEngine({ id: 'versioned', chartDirectory });
      const plans = engine.plans.map(plan => ({
        ...plan,
        quota: { ...plan.quota, pods: pods(plan.quota.pods) },
      }));
      return startStoresBackend({
        knex,
        kubeconfig: testKubeconfig(),
        config: { health: { interval: { seconds: 2 } } },
        features: [
          engineModule([
            createTestEngine({ id: 'versioned', chartDirectory, plans }),
          ]),
        ],
      });
    };
    let backend = await start(old, pods => pods);
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const { store_id: id, namespace } = await api.create({
      engine: 'versioned',
    });
    const condition = (type: string, state: string) =>
      api.until(id, ({ conditions }) =>
        conditions.some(one => one.type === type && one.state === state),
      );
    await api.until(id, 'READY');
    await condition('UpgradeAvailable', 'false');
    await backend.stop();

    backend = await start(young, pods => String(Number(pods) + 1));
    const offered = await condition('UpgradeAvailable', 'true');
    expect(
      offered.conditions.find(({ type }) => type === 'UpgradeAvailable'),
    ).toMatchObject({
      reason: 'ChartChanged',
      message: expect.stringContaining('chart 9.9.9'),
    });
    expect(
      offered.conditions.find(({ type }) => type === 'Drifted'),
    ).toMatchObject({ state: 'false' });
    expect(await api.eventTypes(id)).not.toContain('drift.detected');

    const reconciled = await api.reconcile(id);
    expect(
      (await api.untilEnded(id, reconciled.queued_job_id)).job?.state,
    ).toBe('SUCCEEDED');
    const chartVersions = async () =>
      (await readReleases(client, { namespace, release: namespace })).map(
        ({ chartVersion }) => chartVersion,
      );
    const [before] = await chartVersions();
    expect(before).not.toBe('9.9.9');

    const plan = await api.upgrade(id, { plan: 'medium' });
    expect((await api.untilEnded(id, plan.queued_job_id)).job?.state).toBe(
      'SUCCEEDED',
    );
    expect((await chartVersions())[0]).toBe(before);

    const upgrade = await api.upgrade(id, { chart_version: '9.9.9' });
    const store = await api.untilEnded(id, upgrade.queued_job_id);
    expect(store).toMatchObject({
      chart_version: '9.9.9',
      plan: 'medium',
      job: { state: 'SUCCEEDED' },
    });
    expect((await chartVersions())[0]).toBe('9.9.9');
    await condition('UpgradeAvailable', 'false');

    const back = await api.rollBack(id, 1);
    const old1 = await api.untilEnded(id, back.queued_job_id);
    expect(old1).toMatchObject({
      chart_version: before,
      plan: 'small',
      job: { state: 'SUCCEEDED' },
    });
    expect((await chartVersions())[0]).toBe(before);
    await api.delete(id);
    await api.until(id, 'DELETED');
    await backend.stop();
    await client.close();
    await rm(directory, { recursive: true });
  });
});
