import { StoreRevision } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  removePods,
  setPodFault,
  simulatedFault,
} from '../__testUtils__/podFault';
import { StoresApi } from '../__testUtils__/StoresApi';
import { StoresInCluster } from '../__testUtils__/StoresInCluster';
import { databases } from '../__testUtils__/testDatabase';

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

    it('go back by themselves when the workloads fail, and the history says why', async () => {
      const { id, namespace } = await api.createReady();
      const quota = await stores.quota(namespace);
      const fault = await setPodFault(stores.client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
      });
      await api.until(id, ({ job }) => job?.action === 'ROLLBACK');
      await fault.clear();
      await removePods(stores.client, namespace);
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
      expect(await stores.quota(namespace)).toEqual(quota);
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
      const { id, namespace } = await api.createReady();
      const fault = await setPodFault(stores.client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'medium',
        roll_back_on_failure: false,
      });
      const store = await api.untilEnded(id, jobId);
      expect(store).toMatchObject({
        status: 'READY',
        plan: 'medium',
        job: { action: 'UPGRADE', state: 'FAILED' },
      });
      expect(
        store.conditions.find(({ type }) => type === 'Verified'),
      ).toMatchObject({ state: 'false', reason: 'UpgradeFailed' });
      await fault.clear();
      await removePods(stores.client, namespace);
      const { queued_job_id: backId } = await api.rollBack(id, 1);
      expect((await api.untilEnded(id, backId)).job).toMatchObject({
        state: 'SUCCEEDED',
      });
      await api.delete(id);
    });

    it('leave no more room than the release needs that they have left, when they fail on their way to a smaller plan', async () => {
      const small = await api.createReady();
      const { id, namespace } = await api.createReady({ plan: 'medium' });
      const fault = await setPodFault(stores.client, {
        namespace,
        podLabels: {},
        expression: simulatedFault('crash-loop'),
      });
      const { queued_job_id: jobId } = await api.upgrade(id, {
        plan: 'small',
        roll_back_on_failure: false,
      });
      expect(await api.untilEnded(id, jobId)).toMatchObject({
        plan: 'small',
        job: { action: 'UPGRADE', state: 'FAILED' },
      });
      expect(await stores.quota(namespace)).toEqual(
        await stores.quota(small.namespace),
      );
      await fault.clear();
      await api.delete(id);
      await api.delete(small.id);
    });
  },
);
