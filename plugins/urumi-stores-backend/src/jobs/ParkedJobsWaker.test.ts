import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import { untilJob, untilStatus } from '../__testUtils__/untilStored';
import { claimParkedJobs } from '../database/operations/claimParkedJobs';
import { findJob } from '../database/operations/jobs';
import { readNow } from '../database/operations/readNow';
import { JobWorker } from './JobWorker';
import { ParkedJobsWaker } from './ParkedJobsWaker';
import { WaitingFor } from './types';

jest.setTimeout(60_000);

const NEVER_MS = 3_600_000;
const CONCURRENCY = 2;

describe.each(databases.eachSupportedId())('ParkedJobsWaker on %s', id => {
  let knex: Knex;
  let worker: JobWorker;
  let waker: ParkedJobsWaker;
  let looks: Map<string, number>;
  /** What the stores wait for. */
  let isThere: boolean;
  let isSlow: boolean;
  let waitingFor: WaitingFor;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    looks = new Map();
    isThere = false;
    isSlow = false;
    waitingFor = 'workloads';
    worker = createTestWorker(
      knex,
      [
        step('one', async ({ store, signal }) => {
          if (isSlow) {
            await new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            });
          }
          looks.set(store.id, (looks.get(store.id) ?? 0) + 1);
          return isThere
            ? done
            : {
                state: 'waiting',
                waitingFor,
                message: 'waits',
                recheckMs: NEVER_MS,
                deadlineMs: NEVER_MS,
              };
        }),
        step('two', () => done),
      ],
      { concurrency: CONCURRENCY, pollMs: NEVER_MS },
    );
    const logger = new RecordingLogger();
    waker = new ParkedJobsWaker({ knex, worker, logger });
    worker.start();
  });
  afterEach(() => worker.stop());

  async function parkStores(count: number) {
    const jobs: { storeId: string; jobId: string }[] = [];
    for (let index = 0; index < count; index++) {
      jobs.push(await seedStore(knex));
    }
    worker.wake();
    for (const { jobId } of jobs) {
      await untilJob(knex, jobId, job => job.waiting_for !== null);
    }
    return jobs;
  }

  /** Claims the parked job of a store, once the worker has nothing else to do. */
  const claimParked = (storeId: string, afterwards = async () => {}) =>
    eventually(
      () =>
        worker.claimBy(async options => {
          const which = { storeIds: [storeId], waitingFor: ['workloads'] };
          const jobs = await claimParkedJobs(knex, which, options);
          await afterwards();
          return jobs;
        }),
      'the parked job is claimed',
    );

  it('has jobs go on whose waiting is over, however many there are for the free slots', async () => {
    const jobs = await parkStores(5);
    isThere = true;
    await waker.resume({
      storeIds: jobs.map(({ storeId }) => storeId),
      waitingFor: ['workloads', 'shop'],
    });
    for (const { storeId, jobId } of jobs) {
      await untilStatus(knex, storeId, 'READY');
      expect(looks.get(storeId)).toBe(2);
      expect(await findJob(knex, jobId)).toMatchObject({
        status: 'SUCCEEDED',
        attempt: 1,
        crash_count: 0,
      });
    }
  });

  it('leaves alone what waits for something else', async () => {
    waitingFor = 'shop';
    const [{ storeId, jobId }] = await parkStores(1);
    isThere = true;
    await waker.resume({ storeIds: [storeId], waitingFor: ['workloads'] });
    await sleep(200);
    expect(looks.get(storeId)).toBe(1);
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'QUEUED',
      waiting_for: 'shop',
    });
    await waker.wake(['shop']);
    await untilStatus(knex, storeId, 'READY');
  });

  it('hands back what was claimed although the answer was lost', async () => {
    const [{ storeId, jobId }] = await parkStores(1);
    isThere = true;
    await expect(
      claimParked(storeId, async () => {
        throw new Error('The connection ended');
      }),
    ).rejects.toThrow('The connection ended');
    await untilStatus(knex, storeId, 'READY');
    expect(await findJob(knex, jobId)).toMatchObject({
      attempt: 1,
      crash_count: 0,
    });
  });

  it('leaves a job due that goes back with its worker', async () => {
    const [{ storeId, jobId }] = await parkStores(1);
    isSlow = true;
    expect(await claimParked(storeId)).toBe(1);
    await untilJob(knex, jobId, 'IN_PROGRESS');
    await worker.stop();
    const job = await findJob(knex, jobId);
    expect(job).toMatchObject({ status: 'QUEUED', waiting_for: null });
    expect(Number(job?.run_after)).toBeLessThanOrEqual(await readNow(knex));
  });

  it('comes after jobs that are due', async () => {
    const [{ storeId }] = await parkStores(1);
    isThere = true;
    // Somebody has just said that there are some.
    worker.wake();
    const claimed = await worker.claimBy(async ({ limit }) => {
      throw new Error(`There was room for ${limit}`);
    });
    expect(claimed).toBe(0);
    await waker.resume({ storeIds: [storeId], waitingFor: ['workloads'] });
    await untilStatus(knex, storeId, 'READY');
  });
});
