import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { listSteps } from '../database/operations/jobSteps';
import { findExpiredLeases } from '../database/operations/leases';
import { lockStore } from '../database/operations/lockStore';
import { newestEvents } from '../database/operations/storeEvents';
import { cancelJobs } from '../database/operations/cancelJobs';
import { takeOverJob } from '../database/operations/takeOverJob';
import { wakeJobs } from '../database/operations/wakeJobs';
import { runTransaction } from '../database/transaction';
import { ClusterUnreachableError } from '../kubernetes/errors';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import {
  eventTypes,
  untilJob,
  untilStatus,
} from '../__testUtils__/untilStored';
import { JobWorker } from './JobWorker';
import { JobStep, StepFailedError } from './types';

jest.setTimeout(60_000);

const untilParked = (knex: Knex, jobId: string) =>
  untilJob(knex, jobId, ({ waiting_for }) => waiting_for === 'cluster');

describe.each(databases.eachSupportedId())('JobWorker on %s', databaseId => {
  let knex: Knex;
  let worker: JobWorker | undefined;

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });
  afterEach(async () => {
    await worker?.stop();
  });

  function start(steps: JobStep[], leaseMs?: number) {
    worker = createTestWorker(knex, steps, { leaseMs });
    worker.start();
    return worker;
  }

  it('runs the steps in order, records them, and gives each the output of those before', async () => {
    const { storeId, jobId } = await seedStore(knex);
    start([
      step('one', () => ({ ...done, output: { answer: 42 } })),
      step('two', ({ outputOf }) => ({
        state: 'skipped',
        message: 'nothing to do',
        output: { seen: outputOf('one')?.answer ?? null },
      })),
    ]);
    await untilStatus(knex, storeId, 'READY');
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'step.finished',
      'step.skipped',
      'ready',
    ]);
    const [ready] = await newestEvents(knex, storeId, 1);
    expect(JSON.parse(ready.data)).toEqual({ seen: 42 });
    expect(await listSteps(knex, jobId)).toMatchObject([
      { name: 'one', state: 'done', finished_at: expect.anything() },
      { name: 'two', state: 'skipped', message: 'nothing to do' },
    ]);
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'SUCCEEDED',
      attempt: 1,
      locked_by: null,
    });
  });

  it('gives its slot back while a store waits, and goes on when it is woken, without repeating a step', async () => {
    let ready = false;
    const ran: string[] = [];
    const waiting = await Promise.all(
      Array.from({ length: 6 }, () => seedStore(knex)),
    );
    start([
      step('one', ({ store }) => {
        ran.push(store.id);
        return done;
      }),
      step('two', () =>
        ready
          ? done
          : {
              state: 'waiting',
              message: 'waiting for pods',
              waitingFor: 'workloads',
              recheckMs: 3_600_000,
              deadlineMs: 3_600_000,
            },
      ),
    ]);
    // Six stores wait at once although there are two slots.
    await eventually(
      async () =>
        (
          await knex('provisioning_jobs').where('waiting_for', 'workloads')
        ).length === 6,
      'all wait',
    );
    expect(worker?.state.busy).toBe(0);
    expect(await listSteps(knex, waiting[0].jobId)).toMatchObject([
      { state: 'done' },
      { state: 'waiting', message: 'waiting for pods' },
    ]);
    ready = true;
    await wakeJobs(knex, { storeIds: waiting.map(({ storeId }) => storeId) });
    for (const { storeId, jobId } of waiting) {
      await untilStatus(knex, storeId, 'READY');
      expect(await findJob(knex, jobId)).toMatchObject({ attempt: 1 });
      expect(await eventTypes(knex, storeId)).toEqual([
        'install_started',
        'step.finished',
        'step.finished',
        'ready',
      ]);
    }
    expect([...ran].sort()).toEqual(waiting.map(w => w.storeId).sort());
  });

  it('tells its start once, also of a job that another version made with a step that is no more', async () => {
    const { storeId, jobId } = await seedStore(knex);
    let looks = 0;
    start([
      step('two', () => {
        looks += 1;
        return looks > 2
          ? done
          : {
              state: 'waiting',
              message: 'waiting for pods',
              waitingFor: 'workloads',
              recheckMs: 20,
              deadlineMs: 3_600_000,
            };
      }),
    ]);
    await untilStatus(knex, storeId, 'READY');
    expect(looks).toBe(3);
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'step.finished',
      'ready',
    ]);
    expect(await listSteps(knex, jobId)).toMatchObject([
      { name: 'one', state: 'pending' },
      { name: 'two', state: 'done' },
    ]);
  });

  it('does not lose a change that comes between the look and the parking', async () => {
    let ready = false;
    let woken: Promise<number> | undefined;
    const { storeId } = await seedStore(knex);
    start([
      step('one', () => {
        if (ready) {
          return done;
        }
        ready = true;
        return {
          state: 'waiting',
          message: 'waiting',
          waitingFor: 'workloads',
          recheckMs: 3_600_000,
          deadlineMs: 3_600_000,
          parked: () => {
            woken = wakeJobs(knex, { storeIds: [storeId] });
          },
        };
      }),
      step('two', () => done),
    ]);
    await untilStatus(knex, storeId, 'READY');
    await expect(woken).resolves.toBe(1);
  });

  it('fails at once with the cause where no waiting helps, and tells whose turn it is', async () => {
    const { storeId, jobId } = await seedStore(knex);
    const failure = {
      code: 'ImagePullFailed',
      message: 'The image x:1 cannot be pulled.',
      error_class: 'user_fixable',
      owner: 'store_owner',
      next_action: 'Correct the image, then retry.',
    } as const;
    start([
      step('one', () => {
        throw new StepFailedError(failure);
      }),
      step('two', () => done),
    ]);
    const store = await untilStatus(knex, storeId, 'FAILED');
    expect(store.last_error).toBe(failure.message);
    expect(JSON.parse(store.failure ?? '')).toEqual(failure);
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'FAILED',
      error_class: 'user_fixable',
      attempt: 1,
    });
    expect(await listSteps(knex, jobId)).toMatchObject([
      { state: 'failed', message: failure.message },
      { state: 'pending' },
    ]);
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'failed',
    ]);
  });

  it('tries an unknown error again, all steps anew, with no event twice', async () => {
    const { storeId, jobId } = await seedStore(knex);
    const ran: string[] = [];
    start([
      step('one', () => {
        ran.push('one');
        return done;
      }),
      step('two', ({ job }) => {
        ran.push('two');
        if (job.attempt === 1) {
          throw new Error('connection reset by a gremlin');
        }
        return done;
      }),
    ]);
    await untilJob(knex, jobId, 'QUEUED');
    await knex('provisioning_jobs').update({ run_after: 0 });
    await untilStatus(knex, storeId, 'READY');
    expect(ran).toEqual(['one', 'two', 'one', 'two']);
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'step.finished',
      'job.requeued',
      'step.finished',
      'ready',
    ]);
  });

  it('uses up no attempt and fails nothing while the cluster is away', async () => {
    const { storeId, jobId } = await seedStore(knex, { maxAttempts: 1 });
    let away = true;
    start([
      step('one', () => {
        if (away) {
          throw new ClusterUnreachableError("Cluster 'local' does not answer");
        }
        return done;
      }),
      step('two', () => done),
    ]);
    for (let round = 0; round < 3; round++) {
      await untilParked(knex, jobId);
      await wakeJobs(knex, { waitingFor: ['cluster'] });
    }
    const store = await findStore(knex, storeId);
    expect(store?.status).toBe('PROVISIONING');
    expect(store?.conditions).toContain('ClusterUnreachable');
    away = false;
    await wakeJobs(knex, { waitingFor: ['cluster'] });
    await untilStatus(knex, storeId, 'READY');
    expect(await findJob(knex, jobId)).toMatchObject({ attempt: 1 });
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'job.requeued',
      'step.finished',
      'step.finished',
      'ready',
    ]);
  });

  it('stops at the next step when the job is cancelled', async () => {
    const { storeId, jobId } = await seedStore(knex);
    start([
      step('one', async () => {
        await runTransaction(knex, async trx => {
          await lockStore(trx, storeId);
          await cancelJobs(trx, storeId);
        });
        return done;
      }),
      step('two', () => {
        throw new Error('must not run');
      }),
    ]);
    await untilJob(knex, jobId, 'CANCELLED');
    expect(await findStore(knex, storeId)).toMatchObject({ status: 'FAILED' });
  });

  it('hands its jobs back at shutdown, attempt included, and another worker goes on', async () => {
    const { storeId, jobId } = await seedStore(knex);
    let entered = false;
    const first = createTestWorker(knex, [
      step('one', () => done),
      step(
        'two',
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            entered = true;
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      ),
    ]);
    first.start();
    await eventually(() => entered, 'the step runs');
    await first.stop();
    expect(await findJob(knex, jobId)).toMatchObject({
      status: 'QUEUED',
      attempt: 0,
      locked_by: null,
    });
    start([
      step('one', () => {
        throw new Error('is done already');
      }),
      step('two', () => done),
    ]);
    await untilStatus(knex, storeId, 'READY');
  });

  it('hands back what a claim brings while it stops', async () => {
    const { jobId } = await seedStore(knex);
    const stopped = createTestWorker(knex, [
      step('one', () => done),
      step('two', () => done),
    ]);
    stopped.start();
    await stopped.stop();
    expect(stopped.state.busy).toBe(0);
    expect(await findJob(knex, jobId)).toMatchObject({
      status: expect.stringMatching(/QUEUED|SUCCEEDED/),
      locked_by: null,
    });
  });

  it('takes over from a worker that is gone, and the late one writes nothing', async () => {
    const { storeId, jobId } = await seedStore(knex);
    let release = () => {};
    const frozen = new Promise<void>(resolve => {
      release = resolve;
    });
    let entered = 0;
    const steps = [
      step('one', async () => {
        entered += 1;
        if (entered === 1) {
          await frozen;
          return { ...done, message: 'from the grave' };
        }
        return done;
      }),
      step('two', () => done),
    ];
    const late = createTestWorker(knex, steps);
    late.start();
    await eventually(() => entered === 1, 'the step runs');
    // To the database it looks as if its process had been frozen for long.
    await runTransaction(knex, async trx => {
      await trx('provisioning_jobs').update({ lease_expires_at: 1 });
      const [lease] = await findExpiredLeases(trx, 0, 1);
      await takeOverJob(trx, lease, {
        graceMs: 0,
        maxCrashes: 3,
        isProven: false,
      });
    });
    start(steps);
    await untilStatus(knex, storeId, 'READY');
    release();
    await late.stop();
    const [one] = await listSteps(knex, jobId);
    expect(one.message).toBe('done');
    expect(
      (await eventTypes(knex, storeId)).filter(type => type === 'ready'),
    ).toHaveLength(1);
  });

  it('keeps going when the database fails for a moment', async () => {
    start([step('one', () => done), step('two', () => done)]);
    await knex.schema.renameTable('provisioning_jobs', 'jobs_away');
    await sleep(300);
    await knex.schema.renameTable('jobs_away', 'provisioning_jobs');
    const { storeId } = await seedStore(knex);
    const store = await untilStatus(knex, storeId, 'READY');
    expect(store.status).toBe('READY');
  });
});
