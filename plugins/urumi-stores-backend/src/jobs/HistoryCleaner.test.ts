import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { claimJobRows } from '../__testUtils__/claimJobRows';
import { insertIdempotencyKey } from '../database/operations/idempotencyKeys';
import { lockStore } from '../database/operations/lockStore';
import { appendEvent } from '../database/operations/storeEvents';
import { runTransaction } from '../database/transaction';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import { HistoryCleaner } from './HistoryCleaner';

jest.setTimeout(120_000);

const DAY_MS = 24 * 60 * 60_000;
const daysAgo = (days: number) => Date.now() - days * DAY_MS;

describe.each(databases.eachSupportedId())(
  'HistoryCleaner on %s',
  databaseId => {
    let knex: Knex;
    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    const clean = (signal = new AbortController().signal) =>
      new HistoryCleaner({ knex, logger: new RecordingLogger() }).clean(signal);

    /** Ended jobs of a store with a step each, the newest one a day after the one before. */
    async function endedJobs(storeId: string, count: number, newest: number) {
      const { runnable: _, ...template } = await knex('provisioning_jobs')
        .where({ store_id: storeId })
        .first();
      const jobs = Array.from({ length: count }, (_unused, i) => ({
        ...template,
        id: uuidv7(),
        status: i % 2 ? 'SUCCEEDED' : 'FAILED',
        created_at: daysAgo(newest + count - i),
        completed_at: daysAgo(newest + count - i),
      }));
      await knex.batchInsert('provisioning_jobs', jobs, 30);
      await knex.batchInsert(
        'job_steps',
        jobs.map(({ id }) => ({
          job_id: id,
          name: 'one',
          position: 0,
          state: 'done',
          attempt: 1,
          fence: 1,
        })),
        30,
      );
      return jobs.map(({ id }) => id);
    }

    async function addEvents(storeId: string, count: number) {
      await knex.batchInsert(
        'store_events',
        Array.from({ length: count }, () => ({
          store_id: storeId,
          event_type: 'step.finished',
          level: 'info',
          message: 'm',
          actor: 'a',
          data: '{}',
          created_at: daysAgo(1_000),
        })),
        100,
      );
    }

    const eventsOf = async (storeId: string) =>
      (await knex('store_events').where({ store_id: storeId })).length;

    it('forgets jobs after 30 days with their steps, but never the last 20 of a store', async () => {
      const busy = await seedStore(knex);
      const quiet = await seedStore(knex);
      const recent = await seedStore(knex);
      const old = await endedJobs(busy.storeId, 60, 40);
      const few = await endedJobs(quiet.storeId, 15, 400);
      const young = await endedJobs(recent.storeId, 40, 0);
      await clean();
      const left = await knex('provisioning_jobs').pluck('id');
      // The job that is still queued is the newest of each store.
      expect(left.sort()).toEqual(
        [
          ...[busy, quiet, recent].map(({ jobId }) => jobId),
          ...old.slice(41),
          ...few,
          ...young.slice(11),
        ].sort(),
      );
      const steps = await knex('job_steps').distinct('job_id').pluck('job_id');
      expect(steps.sort()).toEqual(left);
    });

    it('keeps the jobs that made a release for as long as their store lives', async () => {
      const living = await seedStore(knex);
      const gone = await seedStore(knex);
      const [kept] = await endedJobs(living.storeId, 30, 40);
      const [forgotten] = await endedJobs(gone.storeId, 30, 40);
      await knex('job_steps')
        .whereIn('job_id', [kept, forgotten])
        .update({ name: 'release' });
      await knex('stores')
        .where({ id: gone.storeId })
        .update({ status: 'DELETED', deleted_at: daysAgo(1) });
      await clean();
      const left = await knex('provisioning_jobs')
        .whereIn('id', [kept, forgotten])
        .pluck('id');
      expect(left).toEqual([kept]);
    });

    it('keeps what has not ended, however old it is', async () => {
      const { storeId, jobId } = await seedStore(knex);
      await endedJobs(storeId, 30, 1);
      await knex('provisioning_jobs')
        .where({ id: jobId })
        .update({ created_at: daysAgo(500), updated_at: daysAgo(500) });
      await clean();
      expect(await knex('provisioning_jobs').where({ id: jobId })).toHaveLength(
        1,
      );
    });

    it('forgets events 400 days after their store was deleted, in batches, and those of living stores never', async () => {
      const [living, gone, lately] = await Promise.all([
        seedStore(knex),
        seedStore(knex),
        seedStore(knex),
      ]);
      await addEvents(living.storeId, 10);
      await addEvents(gone.storeId, 2_300);
      await addEvents(lately.storeId, 10);
      const deleted = (storeId: string, days: number) =>
        knex('stores')
          .where({ id: storeId })
          .update({ status: 'DELETED', deleted_at: daysAgo(days) });
      await deleted(gone.storeId, 401);
      await deleted(lately.storeId, 399);
      await clean();
      expect(await eventsOf(gone.storeId)).toBe(0);
      expect(await eventsOf(living.storeId)).toBe(10);
      expect(await eventsOf(lately.storeId)).toBe(10);
    });

    it('forgets idempotency keys whose time is over', async () => {
      for (const [key, keepMs] of [
        ['over', -1],
        ['kept', 60_000],
      ] as const) {
        await runTransaction(knex, trx =>
          insertIdempotencyKey(trx, {
            principal: 'user:default/ada',
            key,
            requestHash: 'h',
            response: '{}',
            keepMs,
          }),
        );
      }
      await clean();
      expect(await knex('idempotency_keys').pluck('key')).toEqual(['kept']);
    });

    it('is done by many replicas at once while jobs are claimed and stores change', async () => {
      const { storeId } = await seedStore(knex);
      await endedJobs(storeId, 1_500, 40);
      await addEvents(storeId, 1_500);
      await knex('stores')
        .where({ id: storeId })
        .update({ deleted_at: daysAgo(500) });
      const other = await seedStore(knex);
      const [claimed] = await Promise.all([
        claimJobRows(knex, {
          workerId: 'w',
          limit: 5,
          leaseMs: 60_000,
          actions: ['PROVISION'],
        }),
        ...Array.from({ length: 4 }, () => clean()),
        runTransaction(knex, async trx => {
          await lockStore(trx, other.storeId);
          await appendEvent(trx, other.storeId, {
            type: 'step.finished',
            message: 'm',
            actor: 'a',
          });
        }),
      ]);
      expect(claimed).toHaveLength(2);
      await clean();
      expect(
        await knex('provisioning_jobs').where({ store_id: storeId }),
      ).toHaveLength(20);
      expect(await eventsOf(storeId)).toBe(0);
      expect(await eventsOf(other.storeId)).toBe(1);
    });

    it('ends between two batches when the worker is stopped', async () => {
      const { storeId } = await seedStore(knex);
      await endedJobs(storeId, 50, 40);
      const stopped = new AbortController();
      stopped.abort();
      await clean(stopped.signal);
      expect(
        await knex('provisioning_jobs').where({ store_id: storeId }),
      ).toHaveLength(51);
    });
  },
);
