import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreRevision } from '@urumi/backstage-plugin-urumi-stores-common';
import { createTestEngine, engineModule } from '../__testUtils__/engineModule';
import { setPodFault, simulatedFault } from '../__testUtils__/podFault';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { findChartsDirectory } from '../engines';
import { readReleases } from '../helm/releaseSecrets';
import { ClusterClient } from '../kubernetes';

jest.setTimeout(240_000);

describe.each(databases.eachSupportedId())(
  'upgrades of stores on %s',
  databaseId => {
    let client: ClusterClient;
    let backend: Awaited<ReturnType<typeof startStoresBackend>>;
    let api: StoresApi;

    beforeAll(async () => {
      client = await TestStore.connect();
      backend = await startStoresBackend({
        knex: await databases.init(databaseId),
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

    async function readyStore(body: object = {}) {
      const { store_id: id, namespace } = await api.create(body);
      await api.until(id, 'READY');
      const path = (apiVersion: string, kind: string, name?: string) =>
        client.objectPath(apiVersion, kind, namespace, name);
      return { id, namespace, path };
    }

    const ended = async (id: string, jobId: string) =>
      api.until(
        id,
        ({ job }) => job?.id === jobId && job.completed_at !== null,
      );

    async function upgraded(id: string, body: object) {
      const { queued_job_id: jobId } = await api.upgrade(id, body);
      const store = await ended(id, jobId);
      expect(store.job).toMatchObject({
        action: 'UPGRADE',
        state: 'SUCCEEDED',
      });
      return store;
    }

    const hardPods = async (
      path: (a: string, k: string, n: string) => string,
    ) => (await client.get(path('v1', 'ResourceQuota', 'store')))?.spec;

    it('merge what is given, keep what is left out, and go to another plan and back', async () => {
      const { id, namespace, path } = await readyStore({
        parameters: { currency: 'EUR', country: 'DE' },
      });
      const small = await hardPods(path);
      const seen = new Set<string>();
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
        parameters: { country: 'AT' },
      });
      const medium = await api.until(id, ({ status, job }) => {
        seen.add(status);
        return job?.id === jobId && job.completed_at !== null;
      });
      expect([...seen]).toEqual(['READY']);
      expect(medium).toMatchObject({
        plan: 'medium',
        parameters: { currency: 'EUR', country: 'AT' },
        url: expect.any(String),
        job: { action: 'UPGRADE', state: 'SUCCEEDED' },
      });
      expect(medium.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
        [
          'namespace done',
          'checks done',
          'guardrails done',
          'credentials done',
          'release done',
          'workloads done',
          'storefront skipped',
          'checkout skipped',
          'quota done',
        ],
      );
      const large = await hardPods(path);
      expect(large).not.toEqual(small);
      const [deployed] = await readReleases(client, {
        namespace,
        release: namespace,
      });
      expect(deployed).toMatchObject({
        revision: 2,
        status: 'deployed',
        operationId: jobId,
        values: { store: { currency: 'EUR', country: 'AT' } },
      });

      const again = await upgraded(id, { plan: 'small' });
      expect(again).toMatchObject({
        plan: 'small',
        parameters: { currency: 'EUR', country: 'AT' },
      });
      expect(await hardPods(path)).toEqual(small);

      const revisions = await api.revisions(id);
      expect(revisions).toMatchObject([
        {
          revision: 3,
          current: true,
          state: 'deployed',
          plan: 'small',
          rollback: { possible: false },
        },
        {
          revision: 2,
          current: false,
          action: 'UPGRADE',
          actor: 'user:default/sana',
          job_id: jobId,
          job_state: 'SUCCEEDED',
          plan: 'medium',
          message: 'Upgrade: plan small to medium; parameters country.',
          chart_digest: expect.stringMatching(/^[0-9a-f]{40}$/),
          rollback: { possible: true },
        },
        {
          revision: 1,
          action: 'PROVISION',
          state: 'superseded',
          message: 'The store was installed.',
          rollback: { possible: true },
        },
      ]);
      const { body: diff } = await api.call(
        'get',
        `/stores/${id}/revisions/1/diff?to=2`,
      );
      expect(diff).toMatchObject({ from: 1, to: 2, note: null });
      expect(diff.values).toEqual(
        expect.arrayContaining([
          { path: 'store.country', before: 'DE', after: 'AT' },
        ]),
      );
      expect(diff.manifest).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'Deployment', change: 'changed' }),
          expect.objectContaining({ kind: 'Job', change: 'added' }),
        ]),
      );
      await api.delete(id);
    });

    it('take a store back to a revision by its recorded chart and values', async () => {
      const { id, namespace } = await readyStore({
        parameters: { currency: 'EUR' },
      });
      await upgraded(id, { parameters: { currency: 'USD', country: 'US' } });
      const { queued_job_id: jobId } = await api.rollBack(id, 1);
      const store = await ended(id, jobId);
      expect(store).toMatchObject({
        status: 'READY',
        parameters: { currency: 'EUR' },
        job: { action: 'ROLLBACK', state: 'SUCCEEDED' },
      });
      const releases = await readReleases(client, {
        namespace,
        release: namespace,
      });
      expect(releases.map(({ revision }) => revision)).toEqual([3, 2, 1]);
      expect(releases[0].valuesDigest).toBe(releases[2].valuesDigest);
      expect(releases[0]).toMatchObject({
        status: 'deployed',
        operationId: jobId,
        chartDigest: releases[2].chartDigest,
      });
      expect((await api.revisions(id))[0]).toMatchObject({
        action: 'ROLLBACK',
        message: 'Back to revision 1.',
      });
      const refused = await api.call('post', `/stores/${id}/rollback`, {
        revision: 3,
      });
      expect(refused.status).toBe(409);
      expect(refused.body.detail).toMatch(/runs this revision/);
      const unknown = await api.call('post', `/stores/${id}/rollback`, {
        revision: 77,
      });
      expect(unknown.status).toBe(404);
      await api.delete(id);
    });

    it('say what is wrong with a request, and touch nothing', async () => {
      const { id } = await readyStore();
      const upgrade = (body: object) =>
        api.call('post', `/stores/${id}/upgrade`, body);
      expect((await upgrade({})).status).toBe(422);
      const wrong = await upgrade({
        plan: 'huge',
        chart_version: '99.0.0',
        parameters: { currency: 'XXX', colour: 'red' },
      });
      expect(wrong.status).toBe(422);
      expect(
        wrong.body.detail.map(({ loc }: { loc: string[] }) => loc.join('.')),
      ).toEqual(
        expect.arrayContaining([
          'body.plan',
          'body.chart_version',
          'body.parameters.currency',
          'body.parameters.colour',
        ]),
      );
      const stranger = new StoresApi({
        server: () => backend.server,
        authorization: asUser('marco'),
      });
      for (const [path, body] of [
        ['upgrade', { plan: 'medium' }],
        ['rollback', { revision: 1 }],
      ] as const) {
        const { status } = await stranger.call(
          'post',
          `/stores/${id}/${path}`,
          body,
        );
        expect(status).toBe(403);
      }
      const diff = await stranger.call('get', `/stores/${id}/revisions/1/diff`);
      expect(diff.status).toBe(403);
      expect((await api.revisions(id)).length).toBe(1);
      await api.delete(id);
      const late = await upgrade({ plan: 'medium' });
      expect(late.status).toBe(409);
      expect(late.body.detail).toMatch(/DELETING|DELETED/);
    });

    it('give way to a delete that comes while they are under way', async () => {
      const { id, namespace } = await readyStore();
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('never-ready'),
      });
      await api.upgrade(id, { plan: 'medium' });
      await api.until(id, ({ job }) => job?.waiting_for === 'workloads');
      await api.delete(id);
      await fault.clear();
      const gone = await api.until(id, 'DELETED');
      expect(gone.job).toMatchObject({ action: 'DELETE', state: 'SUCCEEDED' });
      expect(await api.eventTypes(id)).not.toContain('upgrade.finished');
    });

    it('give way to a newer one, which keeps what the first one had asked for', async () => {
      const { id, namespace } = await readyStore({
        parameters: { currency: 'EUR' },
      });
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('never-ready'),
      });
      const first = await api.upgrade(id, { plan: 'medium' });
      await api.until(id, ({ job }) => job?.waiting_for === 'workloads');
      const again = await api.upgrade(id, { plan: 'medium' });
      expect(again.queued_job_id).toBe(first.queued_job_id);
      expect((await api.reconcile(id)).queued_job_id).toBe(first.queued_job_id);
      const second = await api.upgrade(id, { parameters: { country: 'AT' } });
      expect(second.queued_job_id).not.toBe(first.queued_job_id);
      await fault.clear();
      await removePods(client, namespace);
      const store = await ended(id, second.queued_job_id);
      expect(store).toMatchObject({
        plan: 'medium',
        parameters: { currency: 'EUR', country: 'AT' },
        job: { action: 'UPGRADE', state: 'SUCCEEDED' },
      });
      await api.delete(id);
    });

    it('are brought in order when they are cancelled on their way', async () => {
      const { id, namespace, path } = await readyStore();
      const small = await hardPods(path);
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('never-ready'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
      });
      await api.until(id, ({ job }) => job?.waiting_for === 'workloads');
      const { status } = await api.call('post', `/jobs/${jobId}/cancel`, {});
      expect(status).toBe(202);
      await fault.clear();
      await removePods(client, namespace);
      const store = await api.until(
        id,
        ({ job }) => job?.action === 'RECONCILE' && job.completed_at !== null,
      );
      expect(store).toMatchObject({
        status: 'READY',
        plan: 'medium',
        job: { state: 'SUCCEEDED' },
      });
      const medium = await hardPods(path);
      expect(medium).not.toEqual(small);
      const types = await api.eventTypes(id);
      expect(types).toContain('job.cancelled');
      expect(types).not.toContain('rollback.queued');
      await api.delete(id);
    });

    it('go back by themselves when the workloads fail, and the history says why', async () => {
      const { id, namespace, path } = await readyStore();
      const quota = await hardPods(path);
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
      });
      await api.until(id, ({ job }) => job?.action === 'ROLLBACK');
      await fault.clear();
      await removePods(client, namespace);
      const store = await api.until(
        id,
        ({ job }) => job?.action === 'ROLLBACK' && job.completed_at !== null,
      );
      expect(store).toMatchObject({
        status: 'READY',
        plan: 'small',
        failure: null,
        job: { state: 'SUCCEEDED' },
      });
      expect(await hardPods(path)).toEqual(quota);
      const [back, failed, first] = await api.revisions(id);
      const seen: StoreRevision[] = [];
      let page: string | undefined = `/stores/${id}/revisions?limit=1`;
      while (page) {
        const { body, headers } = await api.call('get', page);
        expect(body).toHaveLength(1);
        seen.push(...body);
        const [, next] =
          /<.*(\/stores\/.*)>; rel="next"/.exec(headers.link ?? '') ?? [];
        page = next;
      }
      expect(seen).toEqual([back, failed, first]);
      expect(back).toMatchObject({
        revision: 3,
        current: true,
        action: 'ROLLBACK',
        message: expect.stringMatching(/^Back to revision 1 by itself/),
      });
      expect(failed).toMatchObject({
        revision: 2,
        job_id: jobId,
        job_state: 'FAILED',
        message: expect.stringContaining('It failed:'),
        rollback: {
          possible: false,
          reason: expect.stringContaining('never proven'),
        },
      });
      expect(first).toMatchObject({
        revision: 1,
        rollback: { possible: true },
      });
      const types = await api.eventTypes(id);
      expect(types).toEqual(
        expect.arrayContaining([
          'upgrade.failed',
          'rollback.queued',
          'rollback.finished',
        ]),
      );
      expect(types).not.toContain('failed');
      await api.delete(id);
    });

    it('stay where they have failed when that is wanted, and the store says so and is not lost', async () => {
      const { id, namespace } = await readyStore();
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
        roll_back_on_failure: false,
      });
      const store = await ended(id, jobId);
      expect(store).toMatchObject({
        status: 'READY',
        plan: 'medium',
        job: { action: 'UPGRADE', state: 'FAILED' },
      });
      expect(
        store.conditions.find(({ type }) => type === 'Verified'),
      ).toMatchObject({ state: 'false', reason: 'UpgradeFailed' });
      await fault.clear();
      await removePods(client, namespace);
      const { queued_job_id: backId } = await api.rollBack(id, 1);
      expect((await ended(id, backId)).job).toMatchObject({
        state: 'SUCCEEDED',
      });
      await api.delete(id);
    });

    it('leave no more room than the release needs that they have left, when they fail on their way to a smaller plan', async () => {
      const small = await readyStore();
      const { id, namespace, path } = await readyStore({ plan: 'medium' });
      const fault = await setPodFault(client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'small',
        roll_back_on_failure: false,
      });
      expect(await ended(id, jobId)).toMatchObject({
        plan: 'small',
        job: { action: 'UPGRADE', state: 'FAILED' },
      });
      expect(await hardPods(path)).toEqual(await hardPods(small.path));
      await fault.clear();
      await api.delete(id);
      await api.delete(small.id);
    });
  },
);

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
    const ended = (jobId: string) =>
      api.until(
        id,
        ({ job }) => job?.id === jobId && job.completed_at !== null,
      );
    expect((await ended(reconciled.queued_job_id)).job?.state).toBe(
      'SUCCEEDED',
    );
    const chartVersions = async () =>
      (await readReleases(client, { namespace, release: namespace })).map(
        ({ chartVersion }) => chartVersion,
      );
    const [before] = await chartVersions();
    expect(before).not.toBe('9.9.9');

    const plan = await api.upgrade(id, { plan: 'medium' });
    expect((await ended(plan.queued_job_id)).job?.state).toBe('SUCCEEDED');
    expect((await chartVersions())[0]).toBe(before);

    const upgrade = await api.upgrade(id, { chart_version: '9.9.9' });
    const store = await ended(upgrade.queued_job_id);
    expect(store).toMatchObject({
      chart_version: '9.9.9',
      plan: 'medium',
      job: { state: 'SUCCEEDED' },
    });
    expect((await chartVersions())[0]).toBe('9.9.9');
    await condition('UpgradeAvailable', 'false');

    const back = await api.rollBack(id, 1);
    const old1 = await ended(back.queued_job_id);
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

/** Pods that were made under a fault are made anew without it. */
async function removePods(client: ClusterClient, namespace: string) {
  const path = client.objectPath('v1', 'Pod', namespace);
  const { items } = await client.list(path);
  for (const { metadata } of items) {
    await client.delete(`${path}/${metadata.name}`);
  }
}
