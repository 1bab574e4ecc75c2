import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { JobRow } from '../rows';
import { wakeJobs } from './wakeJobs';

describe.each(databases.eachSupportedId())('wakeJobs on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  async function parked(waitingFor: string | null) {
    const { storeId, jobId } = await seedStore(knex);
    await knex<JobRow>('provisioning_jobs')
      .where('id', jobId)
      .update({ waiting_for: waitingFor, run_after: Date.now() + 3_600_000 });
    return storeId;
  }

  it('wakes what waits for the given things, of the given stores', async () => {
    const pods = await parked('workloads');
    const cluster = await parked('cluster');
    const retry = await parked(null);
    const storeIds = [pods, cluster, retry];
    const waitingFor = ['workloads', 'shop'];
    await expect(
      wakeJobs(knex, { storeIds: [cluster, retry], waitingFor }),
    ).resolves.toBe(0);
    await expect(wakeJobs(knex, { storeIds, waitingFor })).resolves.toBe(1);
    await expect(wakeJobs(knex, { storeIds })).resolves.toBe(1);
    await expect(wakeJobs(knex, { waitingFor: ['cluster'] })).resolves.toBe(0);
    const due = await knex<JobRow>('provisioning_jobs')
      .where('run_after', '<=', Date.now() + 60_000)
      .select('store_id');
    expect(due.map(row => row.store_id).sort()).toEqual([pods, cluster].sort());
  });
});
