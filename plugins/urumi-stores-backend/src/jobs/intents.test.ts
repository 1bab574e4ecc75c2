import { Knex } from 'knex';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { v7 as uuidv7 } from 'uuid';
import { cancelJob } from '../database/operations/cancelJob';
import { cancelJobs } from '../database/operations/cancelJobs';
import { claimJobRows } from '../__testUtils__/claimJobRows';
import { endLease } from '../database/operations/endLease';
import { enqueueJob } from '../database/operations/enqueueJob';
import { findStore } from '../database/operations/findStore';
import { findJob } from '../database/operations/jobs';
import { lockStore } from '../database/operations/lockStore';
import { promoteWaitingJob } from '../database/operations/promoteWaitingJob';
import { updateStore } from '../database/operations/updateStore';
import { JobRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import {
  databases,
  migratedDatabase,
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
import { JOB_PRIORITY } from './plan';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';

jest.setTimeout(120_000);

function enqueue(
  knex: Knex,
  storeId: string,
  action: JobAction,
  wish: { note: string; actor?: string } = { note: '' },
) {
  return runTransaction(knex, async trx => {
    await lockStore(trx, storeId);
    return enqueueJob(trx, {
      id: uuidv7(),
      storeId,
      action,
      priority: JOB_PRIORITY[action],
      maxAttempts: 3,
      actor: wish.actor ?? 'user:default/ada',
      payload: { note: wish.note },
      steps: ['one', 'two'],
    });
  });
}

const claim = (knex: Knex, leaseMs = 60_000) =>
  claimJobRows(knex, {
    workerId: 'w',
    limit: 5,
    leaseMs,
    actions: ['PROVISION', 'DELETE'],
  });

const end = (
  knex: Knex,
  job: JobRow,
  to: Parameters<typeof endLease>[2],
): Promise<boolean> =>
  runTransaction(knex, trx =>
    endLease(
      trx,
      { jobId: job.id, storeId: job.store_id, fence: Number(job.fence) },
      to,
    ),
  );

const statuses = async (knex: Knex, ...jobIds: string[]) =>
  Promise.all(jobIds.map(async id => (await findJob(knex, id))?.status));

/** As a person's delete does it. */
function wishDeleted(knex: Knex, storeId: string): Promise<string> {
  return runTransaction(knex, async trx => {
    await lockStore(trx, storeId);
    await cancelJobs(trx, storeId);
    await updateStore(trx, storeId, { status: 'DELETING', desired: 'absent' });
    return enqueueJob(trx, {
      id: uuidv7(),
      storeId,
      action: 'DELETE',
      priority: JOB_PRIORITY.DELETE,
      maxAttempts: 3,
      actor: 'user:default/ada',
      payload: {},
      steps: ['one', 'two'],
    });
  });
}

describe.each(databases.eachSupportedId())('intents on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  it('wait one per action behind what runs; the newest one counts', async () => {
    const { storeId } = await seedStore(knex);
    await claim(knex);
    const waiting = await enqueue(knex, storeId, 'PROVISION', { note: 'old' });
    await expect(
      enqueue(knex, storeId, 'PROVISION', {
        note: 'new',
        actor: 'user:default/bob',
      }),
    ).resolves.toBe(waiting);
    const removal = await enqueue(knex, storeId, 'DELETE');
    await expect(enqueue(knex, storeId, 'DELETE')).resolves.toBe(removal);
    expect(
      await knex('provisioning_jobs').where({ status: 'WAITING' }),
    ).toHaveLength(2);
    expect(await findJob(knex, waiting)).toMatchObject({
      payload: '{"note":"new"}',
      actor: 'user:default/bob',
    });
  });

  it('are promoted one at a time, the most urgent first', async () => {
    const { storeId } = await seedStore(knex);
    const [running] = await claim(knex);
    const later = await enqueue(knex, storeId, 'PROVISION');
    const removal = await enqueue(knex, storeId, 'DELETE');
    await end(knex, running, { status: 'SUCCEEDED' });
    await promoteWaitingJob(knex, storeId);
    expect(await statuses(knex, removal, later)).toEqual(['QUEUED', 'WAITING']);
    await promoteWaitingJob(knex, storeId);
    expect(await statuses(knex, removal, later)).toEqual(['QUEUED', 'WAITING']);
    const [second] = await claim(knex);
    expect(second.id).toBe(removal);
    await end(knex, second, { status: 'SUCCEEDED' });
    await promoteWaitingJob(knex, storeId);
    expect((await claim(knex)).map(({ id }) => id)).toEqual([later]);
  });

  it('of a more urgent kind overtake what is only queued, also in back-off', async () => {
    const { storeId, jobId } = await seedStore(knex);
    const [first] = await claim(knex);
    await end(knex, first, {
      status: 'QUEUED',
      delayMs: 60_000,
      countAttempt: true,
    });
    const removal = await enqueue(knex, storeId, 'DELETE');
    expect(await statuses(knex, jobId, removal)).toEqual(['WAITING', 'QUEUED']);
    expect((await claim(knex)).map(({ id }) => id)).toEqual([removal]);
  });

  it('that are overtaken give way to a newer one of their action', async () => {
    const { storeId, jobId } = await seedStore(knex);
    const [first] = await claim(knex);
    const newer = await enqueue(knex, storeId, 'PROVISION');
    await end(knex, first, {
      status: 'QUEUED',
      delayMs: 60_000,
      countAttempt: true,
    });
    const removal = await enqueue(knex, storeId, 'DELETE');
    expect(await statuses(knex, jobId, newer, removal)).toEqual([
      'CANCELLED',
      'WAITING',
      'QUEUED',
    ]);
  });

  it('leave one active and one waiting job per action, however many race', async () => {
    const { storeId } = await seedStore(knex);
    await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        if (i % 5 === 0) {
          await claim(knex);
        } else {
          await enqueue(knex, storeId, i % 2 ? 'PROVISION' : 'DELETE');
        }
      }),
    );
    const open = await knex<JobRow>('provisioning_jobs').whereIn('status', [
      'WAITING',
      'QUEUED',
      'IN_PROGRESS',
    ]);
    const active = open.filter(({ status }) => status !== 'WAITING');
    expect(active).toHaveLength(1);
    const waiting = open.filter(({ status }) => status === 'WAITING');
    expect(new Set(waiting.map(({ action }) => action)).size).toBe(
      waiting.length,
    );
  });

  it('to delete beat a running installation, which ends at its next step and never says READY', async () => {
    const { storeId, jobId } = await seedStore(knex);
    let letGo = () => {};
    const released = new Promise<void>(resolve => {
      letGo = resolve;
    });
    let held = false;
    const worker = createTestWorker(knex, [
      step('one', async ({ job }) => {
        if (job.action === 'PROVISION') {
          held = true;
          await released;
        }
        return done;
      }),
      step('two', ({ job }) => {
        if (job.action === 'PROVISION') {
          throw new Error('must not run');
        }
        return done;
      }),
    ]);
    worker.start();
    await eventually(() => held, 'the installation runs');
    const removal = await wishDeleted(knex, storeId);
    expect(await statuses(knex, removal)).toEqual(['WAITING']);
    letGo();
    await untilStatus(knex, storeId, 'DELETED');
    expect(await statuses(knex, jobId, removal)).toEqual([
      'CANCELLED',
      'SUCCEEDED',
    ]);
    expect(await eventTypes(knex, storeId)).toEqual([
      'install_started',
      'step.finished',
      'delete_started',
      'step.finished',
      'step.finished',
      'deleted',
    ]);
    await worker.stop();
  });

  it('to delete also win when the worker of the installation is dead', async () => {
    const { storeId, jobId } = await seedStore(knex);
    await claim(knex, -10_000);
    const removal = await wishDeleted(knex, storeId);
    const sweeper = new StaleLeaseSweeper(workerParts(knex));
    await expect(sweeper.sweep()).resolves.toBe(true);
    expect(await statuses(knex, jobId, removal)).toEqual([
      'CANCELLED',
      'QUEUED',
    ]);
    expect(await findStore(knex, storeId)).toMatchObject({
      status: 'DELETING',
    });
  });

  it('to cancel end a running job at its next safe point, and the store says whose turn it is', async () => {
    const { storeId, jobId } = await seedStore(knex);
    const worker = createTestWorker(knex, [
      step('one', async () => {
        await runTransaction(knex, async trx => {
          await lockStore(trx, storeId);
          await cancelJob(trx, jobId);
        });
        return done;
      }),
      step('two', () => {
        throw new Error('must not run');
      }),
    ]);
    worker.start();
    await untilJob(knex, jobId, 'CANCELLED');
    const store = await untilStatus(knex, storeId, 'FAILED');
    expect(JSON.parse(store.failure ?? '')).toMatchObject({
      code: 'Cancelled',
      owner: 'store_owner',
    });
    await worker.stop();
  });

  it('are worked on from the input that was frozen, and from the store by a job of the version before', async () => {
    const seen: object[] = [];
    const frozen = await seedStore(knex);
    await knex('provisioning_jobs').update({
      payload_schema: 1,
      payload: JSON.stringify({
        schema: 1,
        input: {
          display_name: 'Frozen',
          hostname: 'frozen.localhost',
          plan: 'medium',
          parameters: { currency: 'CHF' },
          chart_version: '9.9.9',
        },
      }),
    });
    const before = await seedStore(knex);
    const worker = createTestWorker(knex, [
      step('one', ({ store }) => {
        const { id, plan, parameters, hostname, chart_version } = store;
        seen.push({ id, plan, parameters, hostname, chart_version });
        return done;
      }),
      step('two', () => done),
    ]);
    worker.start();
    await untilStatus(knex, frozen.storeId, 'READY');
    await untilStatus(knex, before.storeId, 'READY');
    expect(seen).toEqual(
      expect.arrayContaining([
        {
          id: frozen.storeId,
          plan: 'medium',
          parameters: '{"currency":"CHF"}',
          hostname: 'frozen.localhost',
          chart_version: '9.9.9',
        },
        {
          id: before.storeId,
          plan: 'small',
          parameters: '{"currency":"EUR"}',
          hostname: `${before.storeId}.localhost`,
          chart_version: '0.1.0',
        },
      ]),
    );
    await worker.stop();
  });

  it('of a newer version of the payload are left to a newer worker', async () => {
    const newer = await seedStore(knex);
    await knex('provisioning_jobs').update({ payload_schema: 2 });
    const known = await seedStore(knex);
    const worker = createTestWorker(knex, [
      step('one', () => done),
      step('two', () => done),
    ]);
    worker.start();
    await untilStatus(knex, known.storeId, 'READY');
    await worker.stop();
    expect(await findJob(knex, newer.jobId)).toMatchObject({
      status: 'QUEUED',
      attempt: 0,
    });
  });
});
