import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { claimJobs } from './claimJobs';

jest.setTimeout(60_000);

it.each(databases.eachSupportedId())(
  'claimed jobs come in the order in which they are to begin on %s',
  async databaseId => {
    const knex = await migratedDatabase(databaseId);
    const expected: string[] = [];
    // Due in another order than they were made.
    for (const due of [40, 10, 30, 20]) {
      const { jobId } = await seedStore(knex);
      await knex('provisioning_jobs')
        .where({ id: jobId })
        .update({ run_after: due });
      expected[due / 10] = jobId;
    }
    const urgent = await seedStore(knex, { action: 'DELETE' });
    expected[0] = urgent.jobId;
    const claimed = await claimJobs(knex, {
      workerId: 'worker',
      limit: 8,
      leaseMs: 60_000,
      actions: ['PROVISION', 'DELETE'],
    });
    expect(claimed.map(({ job }) => job.id)).toEqual(expected);
  },
);
