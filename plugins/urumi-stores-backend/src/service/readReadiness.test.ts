import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { findJob } from '../database/operations/jobs';
import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually, testPlatform } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import { readReadiness } from './readReadiness';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('readiness on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  const read = async (worker: Parameters<typeof readReadiness>[0]['worker']) =>
    readReadiness({
      knex,
      worker,
      clusters: await ClusterRegistry.create({
        configs: [],
        logger: new RecordingLogger(),
        platform: testPlatform,
        onThrottled: () => undefined,
      }),
      logger: new RecordingLogger(),
    });

  const createWorker = () =>
    createTestWorker(knex, [step('one', () => done), step('two', () => done)]);

  it('tells of the worker, its loops, its wake-up and the oldest due job', async () => {
    const worker = createWorker();
    expect(await read(worker)).toMatchObject({
      status: 'unavailable',
      reasons: ['The worker has not looked for jobs yet'],
    });
    const { jobId } = await seedStore(knex);
    await knex('provisioning_jobs').decrement('run_after', 90_000);
    const before = await read(worker);
    expect(before.worker.oldest_due_job_seconds).toBeGreaterThanOrEqual(90);
    worker.start();
    await eventually(
      async () => (await findJob(knex, jobId))?.status === 'SUCCEEDED',
      'the job ends',
    );
    await eventually(() => worker.state.wakeUp.listening, 'it listens');
    const readiness = await read(worker);
    expect(readiness).toMatchObject({
      status: 'ok',
      reasons: [],
      worker: {
        last_tick_at: expect.any(String),
        wake_up: {
          channel: databaseId === 'SQLITE_3' ? 'process' : 'postgres',
          listening: true,
        },
        takeovers: 0,
        oldest_due_job_seconds: 0,
      },
    });
    expect(readiness.worker.loops.map(({ name }) => name)).toEqual([
      'claim',
      'heartbeat',
      'sweep',
      'clean',
    ]);
    await worker.stop();
  });

  it('is red while the database is away and green when it is back, with the worker at work', async () => {
    const worker = createWorker();
    worker.start();
    await eventually(
      async () => (await read(worker)).status === 'ok',
      'it is ready',
    );
    await knex.schema.renameTable('provisioning_jobs', 'jobs_away');
    await eventually(
      () => worker.state.loops.some(({ failures }) => failures > 0),
      'a loop fails',
    );
    expect(await read(worker)).toMatchObject({
      status: 'unavailable',
      reasons: ['The database does not answer'],
      worker: { oldest_due_job_seconds: null },
    });
    await knex.schema.renameTable('jobs_away', 'provisioning_jobs');
    await eventually(
      () => worker.state.loops.every(({ failures }) => failures === 0),
      'all loops work',
    );
    expect(await read(worker)).toMatchObject({ status: 'ok' });
    await worker.stop();
  });

  it('is red when a loop does not come back, although the process lives', async () => {
    const { state } = createWorker();
    const { status, reasons } = await read({
      state: {
        ...state,
        lastTickAt: new Date(),
        loops: [
          { name: 'claim', ageMs: 100, failures: 0, isLate: false },
          { name: 'heartbeat', ageMs: 61_000, failures: 0, isLate: true },
        ],
      },
    });
    expect(status).toBe('unavailable');
    expect(reasons).toEqual([
      "The worker's heartbeat loop has not ended a round for 61 s",
    ]);
  });
});
