import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
  waitingForLocks,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import {
  createTestWorker,
  done,
  provisionHandler,
  step,
  workerParts,
} from '../__testUtils__/testWorker';
import { untilStatus } from '../__testUtils__/untilStored';
import { claimJobs } from '../database/operations/claimJobs';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { listSteps } from '../database/operations/jobSteps';
import { newestEvents } from '../database/operations/storeEvents';
import { NoSlotError } from './interruptions';
import { JOB_PRIORITY } from './plan';
import { JobLease } from './JobLease';
import { JobRunner } from './JobRunner';
import { JobWorker } from './JobWorker';

jest.setTimeout(60_000);

const CONCURRENCY = 2;
const STORES = 9;
const NEVER_MS = 3_600_000;

/** A worker whose jobs tell how many of them work at once. */
function countingWorker(knex: Knex) {
  const begun: string[] = [];
  let atWork = 0;
  let most = 0;
  const worker = createTestWorker(
    knex,
    [
      step('one', async ({ store }) => {
        begun.push(store.id);
        atWork += 1;
        most = Math.max(most, atWork);
        await sleep(5);
        return done;
      }),
      step('two', async () => {
        await sleep(5);
        atWork -= 1;
        return done;
      }),
    ],
    { concurrency: CONCURRENCY, pollMs: NEVER_MS },
  );
  return { worker, begun, atWork: () => atWork, most: () => most };
}

async function seedStores(knex: Knex): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 0; count < STORES; count++) {
    ids.push((await seedStore(knex)).storeId);
  }
  return ids;
}

describe('the slots of a worker', () => {
  let knex: Knex;
  let worker: JobWorker | undefined;

  afterEach(async () => {
    await worker?.stop();
  });

  it.each(databases.eachSupportedId())(
    'are never exceeded on %s, and none stays idle for good',
    async databaseId => {
      knex = await migratedDatabase(databaseId);
      const stores = await seedStores(knex);
      const counting = countingWorker(knex);
      worker = counting.worker;
      worker.start();
      for (const store of stores) {
        await untilStatus(knex, store, 'READY');
      }
      expect(counting.begun.sort()).toEqual(stores.sort());
      expect(counting.most()).toBe(CONCURRENCY);
    },
  );

  it.each(databases.eachSupportedId())(
    'are for jobs that have not begun: one without goes back as it stands on %s',
    async databaseId => {
      knex = await migratedDatabase(databaseId);
      const { storeId, jobId } = await seedStore(knex);
      // One that has waited for its pods, and goes before those that have not begun.
      const place = {
        priority: JOB_PRIORITY.PROVISION - 1,
        run_after: 12_345,
        error_message: 'The cluster was away.',
      };
      await knex('provisioning_jobs').where({ id: jobId }).update(place);
      const [{ job, rows }] = await claimJobs(knex, {
        workerId: 'worker',
        limit: 1,
        leaseMs: 60_000,
        actions: ['PROVISION'],
      });
      const lease = new JobLease({ knex, job, rows, trustedUntil: Infinity });
      lease.interrupt(new NoSlotError('Other jobs take longer'));
      await new JobRunner(workerParts(knex)).run(
        lease,
        provisionHandler([step('one', () => done), step('two', () => done)]),
      );
      const { run_after: due, ...found } = (await findJob(knex, jobId)) ?? {};
      expect({ ...found, run_after: Number(due) }).toMatchObject({
        ...place,
        status: 'QUEUED',
        attempt: 0,
        locked_by: null,
        lease_expires_at: null,
      });
      expect(await findStore(knex, storeId)).toMatchObject({
        status: 'QUEUED',
      });
      expect((await listSteps(knex, jobId)).map(({ state }) => state)).toEqual([
        'pending',
        'pending',
      ]);
      expect(await newestEvents(knex, storeId, 10)).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'keep a job that was claimed ahead for a moment only on %s, and each job begins once',
    async databaseId => {
      knex = await migratedDatabase(databaseId);
      const stores: string[] = [];
      for (let count = 0; count < 24; count++) {
        stores.push((await seedStore(knex)).storeId);
      }
      const begun: string[] = [];
      worker = createTestWorker(
        knex,
        [
          step('one', async ({ store }) => {
            begun.push(store.id);
            // Longer than others wait for the slot.
            await sleep(begun.length % 8 === 0 ? 700 : 0);
            return done;
          }),
          step('two', () => done),
        ],
        { concurrency: 1, pollMs: 100 },
      );
      worker.start();
      for (const store of stores) {
        await untilStatus(knex, store, 'READY');
      }
      expect(begun.sort()).toEqual(stores.sort());
      expect(
        await knex('provisioning_jobs').distinct('attempt', 'crash_count'),
      ).toEqual([{ attempt: 1, crash_count: 0 }]);
    },
  );

  const postgres = postgresId;
  if (postgres) {
    it('are free again while the ends of as many jobs are being written', async () => {
      knex = await migratedDatabase(postgres);
      const stores = await seedStores(knex);
      const counting = countingWorker(knex);
      worker = counting.worker;
      const holder = await knex.transaction();
      try {
        await holder.raw('SET LOCAL idle_in_transaction_session_timeout = 0');
        await holder('stores').forUpdate();
        worker.start();
        await eventually(
          () =>
            counting.begun.length === 2 * CONCURRENCY &&
            counting.atWork() === 0,
          'the worker has done what it may',
        );
        // Long enough to claim more, if it did.
        await sleep(300);
        expect(counting.begun).toHaveLength(2 * CONCURRENCY);
        expect(worker.state.busy).toBe(CONCURRENCY);
        expect(await knex('stores').pluck('status')).toEqual(
          stores.map(() => 'QUEUED'),
        );
        // The others wait for their turn without a connection.
        expect(await waitingForLocks(knex)).toHaveLength(3);
      } finally {
        await holder.rollback();
      }
      for (const store of stores) {
        await untilStatus(knex, store, 'READY');
      }
      expect(counting.begun.sort()).toEqual(stores.sort());
      expect(counting.most()).toBe(CONCURRENCY);
    });
  }
});
