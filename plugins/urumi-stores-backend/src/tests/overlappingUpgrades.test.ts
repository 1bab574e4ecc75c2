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

    it('give way to a delete that comes while they are under way', async () => {
      const { id, namespace } = await api.createReady();
      const fault = await setPodFault(stores.client, {
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
      const { id, namespace } = await api.createReady({
        parameters: { currency: 'EUR' },
      });
      const fault = await setPodFault(stores.client, {
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
      await removePods(stores.client, namespace);
      const store = await api.untilEnded(id, second.queued_job_id);
      expect(store).toMatchObject({
        plan: 'medium',
        parameters: { currency: 'EUR', country: 'AT' },
        job: { action: 'UPGRADE', state: 'SUCCEEDED' },
      });
      await api.delete(id);
    });

    it('are brought in order when they are cancelled on their way', async () => {
      const { id, namespace } = await api.createReady();
      const small = await stores.quota(namespace);
      const fault = await setPodFault(stores.client, {
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
      await removePods(stores.client, namespace);
      const store = await api.until(
        id,
        ({ job }) => job?.action === 'RECONCILE' && job.completed_at !== null,
      );
      expect(store).toMatchObject({
        status: 'READY',
        plan: 'medium',
        job: { state: 'SUCCEEDED' },
      });
      const medium = await stores.quota(namespace);
      expect(medium).not.toEqual(small);
      const types = await api.eventTypes(id);
      expect(types).toContain('job.cancelled');
      expect(types).not.toContain('rollback.queued');
      await api.delete(id);
    });
  },
);
