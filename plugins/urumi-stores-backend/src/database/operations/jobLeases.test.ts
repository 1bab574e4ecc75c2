import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { JobRow } from '../rows';
import { runTransaction } from '../transaction';
import { cancelJobs } from './cancelJobs';
import { claimJobRows } from '../../__testUtils__/claimJobRows';
import { endLease } from './endLease';
import { enqueueJob } from './enqueueJob';
import { findExpiredLeases, lockLease, readLease, renewLeases } from './leases';
import { lockStore } from './lockStore';
import { findUnpromotedStores, promoteWaitingJob } from './promoteWaitingJob';
import { takeOverJob } from './takeOverJob';
import { wakeJobs } from './wakeJobs';

jest.setTimeout(120_000);

const toLease = (job: JobRow) => ({
  jobId: job.id,
  storeId: job.store_id,
  fence: Number(job.fence),
});

function claim(knex: Knex, workerId: string, limit: number, leaseMs = 60_000) {
  return claimJobRows(knex, {
    workerId,
    limit,
    leaseMs,
    actions: ['PROVISION', 'DELETE'],
  });
}

function enqueue(knex: Knex, storeId: string, action: 'PROVISION' | 'DELETE') {
  return runTransaction(knex, async trx => {
    await lockStore(trx, storeId);
    return enqueueJob(trx, {
      id: uuidv7(),
      storeId,
      action,
      priority: 10,
      maxAttempts: 3,
      actor: 'user:default/ada',
      payload: {},
      steps: ['one'],
    });
  });
}

describe.each(databases.eachSupportedId())('job leases on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  it.each([10, -10])(
    'knows the time from the database, in a process whose clock is wrong by %d minutes',
    async minutes => {
      const clock = jest
        .spyOn(Date, 'now')
        .mockReturnValue(Date.now() + minutes * 60_000);
      try {
        await seedStore(knex);
        const [job] = await claim(knex, 'wrong', 1);
        expect(await findExpiredLeases(knex, 0, 10)).toEqual([]);
        await renewLeases(knex, [toLease(job)], 60_000);
        expect(await findExpiredLeases(knex, 0, 10)).toEqual([]);
        await knex('provisioning_jobs').update({ lease_expires_at: 0 });
        expect(await findExpiredLeases(knex, 0, 10)).toEqual([toLease(job)]);
      } finally {
        clock.mockRestore();
      }
    },
  );

  it('gives each of many jobs to exactly one of many racing workers, with growing fences', async () => {
    const jobIds = [];
    for (let i = 0; i < 40; i++) {
      jobIds.push((await seedStore(knex)).jobId);
    }
    const claims = await Promise.all(
      Array.from({ length: 12 }, async (_, worker) => {
        const mine: JobRow[] = [];
        for (;;) {
          const jobs = await claim(knex, `worker-${worker}`, 2);
          if (jobs.length === 0) {
            return mine;
          }
          mine.push(...jobs);
        }
      }),
    );
    const all = claims.flat();
    expect(all.map(job => job.id).sort()).toEqual(jobIds.sort());
    expect(all.every(job => job.attempt === 1 && Number(job.fence) > 0)).toBe(
      true,
    );
  });

  it('claims by priority, then due time', async () => {
    const provision = await seedStore(knex);
    const second = await seedStore(knex);
    const removal = await seedStore(knex, { action: 'DELETE' });
    const jobs = [
      ...(await claim(knex, 'w', 1)),
      ...(await claim(knex, 'w', 1)),
      ...(await claim(knex, 'w', 1)),
    ];
    expect(jobs.map(job => job.id)).toEqual([
      removal.jobId,
      provision.jobId,
      second.jobId,
    ]);
  });

  it('refuses every write of a worker whose job was taken over', async () => {
    await seedStore(knex);
    const [first] = await claim(knex, 'slow', 1, -10_000);
    const [expired] = await findExpiredLeases(knex, 1_000, 10);
    expect(expired).toEqual(toLease(first));
    const taken = await runTransaction(knex, trx =>
      takeOverJob(trx, expired, {
        graceMs: 1_000,
        maxCrashes: 3,
        isProven: false,
      }),
    );
    expect(taken).toMatchObject({ status: 'QUEUED', crash_count: 1 });
    const [second] = await claim(knex, 'next', 1);
    expect(Number(second.fence)).toBeGreaterThan(Number(first.fence));

    await runTransaction(knex, async trx => {
      await expect(lockLease(trx, toLease(first))).resolves.toBeUndefined();
      await expect(
        endLease(trx, toLease(first), { status: 'SUCCEEDED' }),
      ).resolves.toBe(false);
    });
    await expect(readLease(knex, toLease(first))).resolves.toBeUndefined();
    await expect(readLease(knex, toLease(second))).resolves.toEqual({
      id: second.id,
      cancel_requested_at: null,
    });
    await expect(renewLeases(knex, [toLease(first)], 60_000)).resolves.toEqual(
      new Map(),
    );
    await expect(
      renewLeases(knex, [toLease(first), toLease(second)], 60_000),
    ).resolves.toEqual(new Map([[second.id, { cancelRequested: false }]]));
  });

  it('does not take over a lease that was renewed meanwhile', async () => {
    await seedStore(knex);
    const [job] = await claim(knex, 'w', 1, -10_000);
    await renewLeases(knex, [toLease(job)], 60_000);
    await expect(
      runTransaction(knex, trx =>
        takeOverJob(trx, toLease(job), {
          graceMs: 0,
          maxCrashes: 3,
          isProven: false,
        }),
      ),
    ).resolves.toBeUndefined();
  });

  it('parks a job that brings its worker down a third time', async () => {
    await seedStore(knex);
    for (const expected of ['QUEUED', 'QUEUED', 'FAILED']) {
      const [job] = await claim(knex, 'w', 1, -10_000);
      const taken = await runTransaction(knex, trx =>
        takeOverJob(trx, toLease(job), {
          graceMs: 0,
          maxCrashes: 3,
          isProven: false,
        }),
      );
      expect(taken?.status).toBe(expected);
    }
    await expect(claim(knex, 'w', 1)).resolves.toEqual([]);
  });

  it('lets a second job of a store wait, coalesces it, and promotes it when the first ends', async () => {
    const { storeId } = await seedStore(knex);
    const [running] = await claim(knex, 'w', 1);
    const waiting = await enqueue(knex, storeId, 'DELETE');
    await expect(enqueue(knex, storeId, 'DELETE')).resolves.toBe(waiting);
    await expect(claim(knex, 'w', 5)).resolves.toEqual([]);
    await expect(promoteWaitingJob(knex, storeId)).resolves.toBe(false);
    await runTransaction(knex, trx =>
      endLease(trx, toLease(running), { status: 'CANCELLED' }),
    );
    await expect(findUnpromotedStores(knex, 10)).resolves.toEqual([storeId]);
    await expect(promoteWaitingJob(knex, storeId)).resolves.toBe(true);
    await expect(claim(knex, 'w', 5)).resolves.toMatchObject([{ id: waiting }]);
  });

  it('uses up no attempt for waiting, and wakes what is parked', async () => {
    const { storeId } = await seedStore(knex);
    const [job] = await claim(knex, 'w', 1);
    await runTransaction(knex, trx =>
      endLease(trx, toLease(job), {
        status: 'QUEUED',
        delayMs: 3_600_000,
        waitingFor: 'workloads',
        countAttempt: false,
      }),
    );
    await expect(claim(knex, 'w', 1)).resolves.toEqual([]);
    await expect(wakeJobs(knex, { waitingFor: ['cluster'] })).resolves.toBe(0);
    await expect(wakeJobs(knex, { storeIds: [storeId] })).resolves.toBe(1);
    await expect(claim(knex, 'w', 1)).resolves.toMatchObject([
      { id: job.id, attempt: 1, waiting_for: null },
    ]);
  });

  it('does not wake a job that waits for its next try', async () => {
    const { storeId } = await seedStore(knex);
    const [job] = await claim(knex, 'w', 1);
    await runTransaction(knex, trx =>
      endLease(trx, toLease(job), {
        status: 'QUEUED',
        delayMs: 60_000,
        countAttempt: true,
      }),
    );
    await expect(wakeJobs(knex, { storeIds: [storeId] })).resolves.toBe(0);
  });

  it('cancels what is queued at once and marks what runs', async () => {
    const queued = await seedStore(knex);
    await runTransaction(knex, async trx => {
      await lockStore(trx, queued.storeId);
      await cancelJobs(trx, queued.storeId);
    });
    await expect(claim(knex, 'w', 1)).resolves.toEqual([]);

    const running = await seedStore(knex);
    const [job] = await claim(knex, 'w', 1);
    await runTransaction(knex, async trx => {
      await lockStore(trx, running.storeId);
      await cancelJobs(trx, running.storeId);
    });
    await expect(renewLeases(knex, [toLease(job)], 60_000)).resolves.toEqual(
      new Map([[job.id, { cancelRequested: true }]]),
    );
  });
});
