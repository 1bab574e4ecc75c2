import { Knex } from 'knex';
import { findJob } from '../database/operations/jobs';
import { block } from '../__testUtils__/block';
import { FaultyWorker } from '../__testUtils__/FaultyWorker';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import {
  createTestWorker,
  done,
  step,
  workerParts,
} from '../__testUtils__/testWorker';
import {
  eventTypes,
  untilJob,
  untilStatus,
} from '../__testUtils__/untilStored';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';

jest.setTimeout(180_000);

const LEASE_MS = 800;
const WAYS_TO_POISON = 3;

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  it('a job that blocks its worker for longer than the lease becomes poison, although the worker comes back each time', async () => {
    const knex = await migratedDatabase(databaseId);
    const { storeId, jobId } = await seedStore(knex);
    let runs = 0;
    const worker = createTestWorker(
      knex,
      [
        step('one', async ({ signal }) => {
          runs += 1;
          block(3 * LEASE_MS);
          await new Promise(resolve =>
            signal.addEventListener('abort', resolve),
          );
          return done;
        }),
      ],
      { leaseMs: LEASE_MS },
    );
    worker.start();
    const store = await untilStatus(knex, storeId, 'FAILED');
    await worker.stop();
    expect(runs).toBe(WAYS_TO_POISON);
    expect(store.last_error).toContain('ended or blocked its worker 3 times');
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'FAILED',
      error_class: 'poison',
      crash_count: WAYS_TO_POISON,
    });
    expect(
      (await eventTypes(knex, storeId)).filter(
        type => type === 'job.lease_expired',
      ),
    ).toHaveLength(WAYS_TO_POISON);
  });

  it('a job that blocks its worker after an outage is to blame', async () => {
    const knex = await migratedDatabase(databaseId);
    const { jobId } = await seedStore(knex);
    const worker = createTestWorker(
      knex,
      [
        step(
          'one',
          ({ signal }) =>
            new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            }),
        ),
      ],
      { leaseMs: 3_200 },
    );
    const heartbeat = () =>
      worker.state.loops.find(({ name }) => name === 'heartbeat');
    worker.start();
    await untilJob(knex, jobId, 'IN_PROGRESS');
    await knex.schema.renameTable('provisioning_jobs', 'jobs_away');
    await eventually(
      () => Number(heartbeat()?.failures) > 0,
      'a heartbeat fails',
    );
    await knex.schema.renameTable('jobs_away', 'provisioning_jobs');
    await eventually(
      () => heartbeat()?.failures === 0,
      'the next one does not',
    );
    const job = await untilJob(knex, jobId, 'IN_PROGRESS');
    expect(job.crash_count).toBe(0);
    block(2 * 3_200);
    await untilJob(knex, jobId, ({ crash_count }) => crash_count === 1);
    await worker.stop();
  });

  it('a job that blocks its worker for less than the lease goes on', async () => {
    const knex = await migratedDatabase(databaseId);
    const { storeId, jobId } = await seedStore(knex);
    const leaseMs = 30_000;
    const worker = createTestWorker(
      knex,
      [
        step('one', () => {
          block(LEASE_MS);
          return done;
        }),
        step('two', () => done),
      ],
      { leaseMs },
    );
    worker.start();
    await untilStatus(knex, storeId, 'READY');
    await worker.stop();
    expect(await findJob(knex, jobId)).toMatchObject({ crash_count: 0 });
  });
});

// On SQLite there is one process, and nobody to take over from it.
const postgres = postgresId;
if (postgres) {
  describe('of several processes', () => {
    let knex: Knex;
    let sweeper: StaleLeaseSweeper;
    const workers: FaultyWorker[] = [];

    beforeEach(async () => {
      knex = await migratedDatabase(postgres);
      sweeper = new StaleLeaseSweeper(workerParts(knex));
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map(worker => worker.kill()));
    });

    function start(fault: 'block' | 'hold') {
      const worker = FaultyWorker.start(knex, fault);
      workers.push(worker);
      return worker;
    }

    const takenOver = () =>
      eventually(() => sweeper.sweep(), 'the job is taken over', 60_000);

    it('one that a job has blocked leaves the crash where it is when it comes back, and the third is the last', async () => {
      const { storeId, jobId } = await seedStore(knex);
      start('block');
      for (let crashes = 1; crashes <= WAYS_TO_POISON; crashes++) {
        await takenOver();
        expect(await findJob(knex, jobId)).toMatchObject({
          crash_count: crashes,
        });
      }
      await untilStatus(knex, storeId, 'FAILED');
      expect(await findJob(knex, jobId)).toMatchObject({
        error_class: 'poison',
        crash_count: WAYS_TO_POISON,
      });
    });

    it('one that was stopped takes the crash back each time that it goes on', async () => {
      const { jobId } = await seedStore(knex);
      const worker = start('hold');
      for (let stop = 1; stop <= WAYS_TO_POISON; stop++) {
        await untilJob(knex, jobId, 'IN_PROGRESS');
        worker.pause();
        await takenOver();
        expect(await findJob(knex, jobId)).toMatchObject({
          status: 'QUEUED',
          crash_count: 1,
        });
        worker.resume();
        await untilJob(knex, jobId, ({ crash_count }) => crash_count === 0);
      }
    });

    it('three that are stopped for ever, each with the job in hand, make it poison', async () => {
      const { storeId, jobId } = await seedStore(knex);
      for (let crashes = 1; crashes <= WAYS_TO_POISON; crashes++) {
        const worker = start('hold');
        await untilJob(knex, jobId, 'IN_PROGRESS');
        worker.pause();
        await takenOver();
        expect(await findJob(knex, jobId)).toMatchObject({
          crash_count: crashes,
        });
      }
      await untilStatus(knex, storeId, 'FAILED');
    });
  });
}
