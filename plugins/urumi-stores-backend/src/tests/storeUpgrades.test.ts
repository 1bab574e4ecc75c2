import { StoresApi } from '../__testUtils__/StoresApi';
import { StoresInCluster } from '../__testUtils__/StoresInCluster';
import { databases } from '../__testUtils__/testDatabase';
import { readReleases } from '../helm/releaseSecrets';

jest.setTimeout(240_000);

describe.each(databases.eachSupportedId())(
  'upgrades of stores on %s',
  databaseId => {
    let stores: StoresInCluster;
    let api: StoresApi;

    beforeAll(async () => {
      stores = await StoresInCluster.start({
        knex: await databases.init(databaseId),
      });
      api = stores.apiOf('sana');
    });

    afterAll(() => stores?.close());

    async function upgraded(id: string, body: object) {
      const { queued_job_id: jobId } = await api.upgrade(id, body);
      const store = await api.untilEnded(id, jobId);
      expect(store.job).toMatchObject({
        action: 'UPGRADE',
        state: 'SUCCEEDED',
      });
      return store;
    }

    it('merge what is given, keep what is left out, and go to another plan and back', async () => {
      const { id, namespace } = await api.createReady({
        parameters: { currency: 'EUR', country: 'DE' },
      });
      const small = await stores.quota(namespace);
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
      const large = await stores.quota(namespace);
      expect(large).not.toEqual(small);
      const [deployed] = await readReleases(stores.client, {
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
      expect(await stores.quota(namespace)).toEqual(small);

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
      const { id, namespace } = await api.createReady({
        parameters: { currency: 'EUR' },
      });
      await upgraded(id, { parameters: { currency: 'USD', country: 'US' } });
      const { queued_job_id: jobId } = await api.rollBack(id, 1);
      const store = await api.untilEnded(id, jobId);
      expect(store).toMatchObject({
        status: 'READY',
        parameters: { currency: 'EUR' },
        job: { action: 'ROLLBACK', state: 'SUCCEEDED' },
      });
      const releases = await readReleases(stores.client, {
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
      const { id } = await api.createReady();
      const upgrade = (body: object) =>
        api.call('post', `/stores/${id}/upgrade`, body);
      expect((await upgrade({})).status).toBe(422);
      const wrong = await upgrade({
        plan: 'huge',
        chart_version: '99.0.0',
        parameters: { currency: 'usd', colour: 'red' },
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
      const stranger = stores.apiOf('marco');
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
  },
);
