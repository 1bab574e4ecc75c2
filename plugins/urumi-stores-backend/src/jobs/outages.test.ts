import knexFactory, { Knex } from 'knex';
import { join } from 'node:path';
import { block } from '../__testUtils__/block';
import { tempDirectory } from '../__testUtils__/tempDirectory';
import { migrationsDirectory } from '../database/migrate';
import { findJob } from '../database/operations/jobs';
import { FaultyWorker } from '../__testUtils__/FaultyWorker';
import { relayedDatabase } from '../__testUtils__/relayedDatabase';
import { TcpRelay } from '../__testUtils__/TcpRelay';
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
import { JobWorker } from './JobWorker';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';
import { JobStep } from './types';

jest.setTimeout(180_000);

/** Long enough that a machine which is busy for a second does not look like a job that blocks. */
const LEASE_MS = 3_200;
const WAYS_TO_POISON = 3;

/** A step that holds its worker until it is interrupted, or let go. */
function holdingStep() {
  let runs = 0;
  let interruptions = 0;
  let letGo = () => {};
  const released = new Promise<void>(resolve => {
    letGo = resolve;
  });
  const hold: JobStep = step('one', async ({ signal }) => {
    runs += 1;
    await Promise.race([
      released,
      new Promise(resolve => signal.addEventListener('abort', resolve)),
    ]);
    interruptions += signal.aborted ? 1 : 0;
    signal.throwIfAborted();
    return done;
  });
  return {
    steps: [hold, step('two', () => done)],
    letGo,
    untilRun: (count: number) =>
      eventually(() => runs === count, `the step runs the ${count}. time`),
    untilInterrupted: (count: number) =>
      eventually(
        () => interruptions === count,
        `the step is interrupted the ${count}. time`,
      ),
  };
}

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  it('three outages of the database, each longer than the lease, are no crashes of a living worker', async () => {
    const knex = await migratedDatabase(databaseId);
    const { storeId, jobId } = await seedStore(knex);
    const { steps, letGo, untilRun, untilInterrupted } = holdingStep();
    const worker = createTestWorker(knex, steps, { leaseMs: LEASE_MS });
    worker.start();
    for (let outage = 1; outage <= WAYS_TO_POISON; outage++) {
      await untilRun(outage);
      await knex.schema.renameTable('provisioning_jobs', 'jobs_away');
      await untilInterrupted(outage);
      await knex.schema.renameTable('jobs_away', 'provisioning_jobs');
    }
    await untilRun(WAYS_TO_POISON + 1);
    letGo();
    await untilStatus(knex, storeId, 'READY');
    expect(await findJob(knex, jobId)).toMatchObject({
      attempt: 1,
      crash_count: 0,
    });
    expect(await eventTypes(knex, storeId)).not.toContain('failed');
    await worker.stop();
  });

  it('a worker that is busy while an outage takes its lease from it does not blame the job', async () => {
    const knex = await migratedDatabase(databaseId);
    const { storeId, jobId } = await seedStore(knex);
    const { steps, letGo, untilRun, untilInterrupted } = holdingStep();
    const worker = createTestWorker(knex, steps, { leaseMs: LEASE_MS });
    worker.start();
    await untilRun(1);
    await knex.schema.renameTable('provisioning_jobs', 'jobs_away');
    await eventually(
      () =>
        worker.state.loops.some(
          ({ name, failures }) => name === 'heartbeat' && failures > 0,
        ),
      'a heartbeat fails',
    );
    const busy = setInterval(() => block(LEASE_MS / 2), 1);
    await untilInterrupted(1);
    clearInterval(busy);
    await knex.schema.renameTable('jobs_away', 'provisioning_jobs');
    await untilRun(2);
    letGo();
    await untilStatus(knex, storeId, 'READY');
    expect(await findJob(knex, jobId)).toMatchObject({ crash_count: 0 });
    await worker.stop();
  });

  it('three workers killed by a job make it poison, and the store says so', async () => {
    const isSqlite = databaseId === 'SQLITE_3';
    const filename = join(tempDirectory('crashes'), 'db');
    const knex = isSqlite
      ? knexFactory({
          client: 'better-sqlite3',
          connection: { filename },
          useNullAsDefault: true,
        })
      : await databases.init(databaseId);
    await knex.migrate.latest({ directory: migrationsDirectory() });
    const { storeId, jobId } = await seedStore(knex);
    const sweeper = new StaleLeaseSweeper(workerParts(knex));
    for (let crashes = 1; crashes <= WAYS_TO_POISON; crashes++) {
      expect(await FaultyWorker.start(knex, 'kill').ended()).toBe('SIGKILL');
      await eventually(() => sweeper.sweep(), 'the job is taken over');
      expect(await findJob(knex, jobId)).toMatchObject({
        crash_count: crashes,
      });
    }
    const store = await untilStatus(knex, storeId, 'FAILED');
    expect(store.last_error).toContain('ended or blocked its worker 3 times');
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'FAILED',
      error_class: 'poison',
    });
    if (isSqlite) {
      await knex.destroy();
    }
  });
});

const postgres = postgresId;
if (postgres) {
  describe('a worker that is cut off from Postgres', () => {
    let knex: Knex;
    let relay: TcpRelay;
    let through: Knex;
    let worker: JobWorker;

    beforeEach(async () => {
      knex = await migratedDatabase(postgres);
      ({ relay, through } = await relayedDatabase(knex));
    });
    afterEach(async () => {
      await worker.stop();
      await through.destroy();
      await relay.cut();
    });

    it('loses its job to another one, and takes the crash back when it returns', async () => {
      const { storeId, jobId } = await seedStore(knex);
      const { steps, letGo, untilRun, untilInterrupted } = holdingStep();
      worker = createTestWorker(through, steps, { leaseMs: LEASE_MS });
      worker.start();
      const sweeper = new StaleLeaseSweeper(workerParts(knex));
      for (let cut = 1; cut <= WAYS_TO_POISON; cut++) {
        await untilRun(cut);
        await relay.cut();
        await untilInterrupted(cut);
        await eventually(() => sweeper.sweep(), 'the job is taken over');
        expect(await findJob(knex, jobId)).toMatchObject({
          status: 'QUEUED',
          crash_count: 1,
          crashed_worker: worker.id,
        });
        await relay.join();
        await untilJob(knex, jobId, ({ crash_count }) => crash_count === 0);
      }
      letGo();
      const store = await untilStatus(knex, storeId, 'READY');
      expect(store.last_error).toBeNull();
    });

    it('goes on when its connections went silent without having ended', async () => {
      const before = await seedStore(knex);
      worker = createTestWorker(through, [
        step('one', () => done),
        step('two', () => done),
      ]);
      worker.start();
      await untilStatus(knex, before.storeId, 'READY');
      relay.freeze();
      const { storeId } = await seedStore(knex);
      await eventually(
        () => worker.state.loops.some(({ failures }) => failures > 0),
        'the silence is noticed',
        60_000,
      );
      relay.thaw();
      const store = await untilStatus(knex, storeId, 'READY');
      expect(store.last_error).toBeNull();
    });
  });
}
