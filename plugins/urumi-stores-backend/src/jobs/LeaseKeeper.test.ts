import { setTimeout as sleep } from 'node:timers/promises';
import { block } from '../__testUtils__/block';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { workerParts } from '../__testUtils__/testWorker';
import { claimJobs } from '../database/operations/claimJobs';
import { findJob } from '../database/operations/jobs';
import { JobLease } from './JobLease';
import { LeaseKeeper } from './LeaseKeeper';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';
import { WorkerReturn } from './WorkerReturn';

jest.setTimeout(60_000);

const LEASE_MS = 800;
const workerId = 'worker';

it.each(databases.eachSupportedId())(
  'a job that waits for a slot is not to blame for what blocks its worker on %s',
  async databaseId => {
    const knex = await migratedDatabase(databaseId);
    await seedStore(knex);
    await seedStore(knex);
    const parts = workerParts(knex);
    const workerReturn = new WorkerReturn({
      ...parts,
      workerId,
      sweeper: new StaleLeaseSweeper(parts),
    });
    const inHand = new Map<JobLease, undefined>();
    const keeper = new LeaseKeeper({
      ...parts,
      leaseMs: LEASE_MS,
      inHand,
      workerReturn,
    });
    keeper.start();
    try {
      const jobs = await claimJobs(knex, {
        workerId,
        limit: 2,
        leaseMs: LEASE_MS,
        actions: ['PROVISION'],
      });
      const leases = jobs.map(
        ({ job }) =>
          new JobLease({
            knex,
            job,
            trustedUntil: keeper.trustFrom(performance.now()),
          }),
      );
      const [working, waiting] = leases;
      working.begin();
      leases.forEach(lease => inHand.set(lease, undefined));
      // The watch has a thread, which must run by now.
      await sleep(LEASE_MS / 4);
      block(2 * LEASE_MS);
      await sleep(LEASE_MS);
      expect(leases.map(({ signal }) => signal.aborted)).toEqual([true, true]);
      await workerReturn.comeBack({ inHand: [], beingMade: [] });
      expect(await findJob(knex, working.jobId)).toMatchObject({
        status: 'QUEUED',
        crash_count: 1,
      });
      expect(await findJob(knex, waiting.jobId)).toMatchObject({
        status: 'QUEUED',
        crash_count: 0,
        attempt: 0,
      });
    } finally {
      await keeper.stop();
    }
  },
);
