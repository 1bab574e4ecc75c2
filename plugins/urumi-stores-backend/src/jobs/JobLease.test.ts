import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { claimJobs } from '../database/operations/claimJobs';
import { holdLease } from '../database/operations/holdLeases';
import { readNow } from '../database/operations/readNow';
import { runTransaction } from '../database/transaction';
import { JobCancelledError, LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';

/** Longer than a proof counts, in milliseconds. */
const LATER_MS = 100;

describe.each(databases.eachSupportedId())('a lease on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  async function claim(trustedUntil = Infinity): Promise<JobLease> {
    await seedStore(knex);
    const [claimed] = await claimJobs(knex, {
      workerId: 'worker',
      limit: 1,
      leaseMs: 60_000,
      actions: ['PROVISION'],
    });
    return new JobLease({ knex, ...claimed, trustedUntil });
  }

  const loseIt = ({ jobId }: JobLease) =>
    knex('provisioning_jobs').where({ id: jobId }).increment('fence', 1);

  const hold = (lease: JobLease) =>
    runTransaction(knex, async trx => {
      const rows = await holdLease(trx, lease);
      if (!rows) {
        throw lease.lostError();
      }
      return rows;
    });

  it('is asked for again once its last proof is of some time ago', async () => {
    const lease = await claim();
    await sleep(LATER_MS);
    await expect(lease.assertOwned()).resolves.toBeUndefined();
    await loseIt(lease);
    await expect(lease.assertOwned()).rejects.toThrow(LeaseLostError);
  });

  it('is asked for again when somebody else may have it by now', async () => {
    const lease = await claim(performance.now());
    await loseIt(lease);
    await expect(lease.assertOwned()).rejects.toThrow(LeaseLostError);
  });

  it('is not asked for twice within a moment', async () => {
    const lease = await claim();
    const held = await hold(lease);
    const statements: unknown[] = [];
    knex.on('query', query => statements.push(query));
    lease.know(held, performance.now());
    await lease.assertOwned();
    expect(statements).toEqual([]);
    lease.know(held, performance.now() - LATER_MS);
    await lease.assertOwned();
    expect(statements).toHaveLength(1);
    lease.interrupt(new LeaseLostError('gone'));
    await expect(lease.assertOwned()).rejects.toThrow('gone');
  });

  it('is not proven by a write that came after somebody had asked for the end of the job', async () => {
    const lease = await claim();
    await knex('provisioning_jobs')
      .where({ id: lease.jobId })
      .update({ cancel_requested_at: 1 });
    lease.know(await hold(lease), performance.now());
    await expect(lease.assertOwned()).rejects.toThrow(JobCancelledError);
  });

  it('has a clock that is never ahead of the database, and never goes back', async () => {
    const lease = await claim();
    lease.knowMoment(await readNow(knex));
    const first = lease.now;
    lease.know({ ...(await hold(lease)), now: first - 500 }, 0);
    expect(lease.now).toBeGreaterThanOrEqual(first);
    await sleep(LATER_MS);
    expect(lease.now).toBeGreaterThanOrEqual(first + LATER_MS - 2);
    expect(lease.now).toBeLessThanOrEqual(await readNow(knex));
  });
});
