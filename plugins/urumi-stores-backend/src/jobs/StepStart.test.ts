import { Knex } from 'knex';
import { cancelJobs } from '../database/operations/cancelJobs';
import { listSteps } from '../database/operations/jobSteps';
import { lockStore } from '../database/operations/lockStore';
import { runTransaction } from '../database/transaction';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
  waitingForLocks,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import {
  eventTypes,
  untilJob,
  untilStatus,
} from '../__testUtils__/untilStored';
import { LeaseLostError } from './interruptions';
import { JobWorker } from './JobWorker';
import { JobStep } from './types';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'the start of a step on %s',
  databaseId => {
    let knex: Knex;
    let worker: JobWorker | undefined;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });
    afterEach(async () => {
      await worker?.stop();
    });

    function start(steps: JobStep[]) {
      worker = createTestWorker(knex, steps);
      worker.start();
    }

    it('is on record before the step changes anything', async () => {
      const { storeId, jobId } = await seedStore(knex);
      const records: (string | undefined)[] = [];
      const acting = (name: string) =>
        step(name, async ({ assertOwned }) => {
          await assertOwned();
          const steps = await listSteps(knex, jobId);
          records.push(steps.find(record => record.name === name)?.state);
          return done;
        });
      start([acting('one'), acting('two')]);
      await untilStatus(knex, storeId, 'READY');
      expect(records).toEqual(['running', 'running']);
    });

    it('and its end are told in their order, each with its time', async () => {
      const { storeId, jobId } = await seedStore(knex);
      start([step('one', () => done), step('two', () => done)]);
      await untilStatus(knex, storeId, 'READY');
      expect(await eventTypes(knex, storeId)).toEqual([
        'install_started',
        'step.finished',
        'step.finished',
        'ready',
      ]);
      for (const { state, started_at, finished_at } of await listSteps(
        knex,
        jobId,
      )) {
        expect(state).toBe('done');
        expect(Number(started_at)).toBeGreaterThan(0);
        expect(Number(finished_at)).toBeGreaterThanOrEqual(Number(started_at));
      }
    });

    it('of which nothing comes ends the step, which has changed nothing', async () => {
      const { storeId, jobId } = await seedStore(knex);
      const acted: string[] = [];
      start([
        step('one', async ({ assertOwned }) => {
          await assertOwned();
          await runTransaction(knex, async trx => {
            await lockStore(trx, storeId);
            await cancelJobs(trx, storeId);
          });
          return done;
        }),
        step('two', async ({ assertOwned }) => {
          await assertOwned();
          acted.push('two');
          return done;
        }),
      ]);
      await untilJob(knex, jobId, 'CANCELLED');
      expect(acted).toEqual([]);
      const steps = await listSteps(knex, jobId);
      expect(steps.map(({ state }) => state)).toEqual(['done', 'pending']);
      expect(await eventTypes(knex, storeId)).not.toContain('ready');
    });

    it('of which nothing comes leaves nothing of a step that has ended meanwhile', async () => {
      const { storeId, jobId } = await seedStore(knex);
      start([
        step('one', async ({ assertOwned }) => {
          await assertOwned();
          await runTransaction(knex, async trx => {
            await lockStore(trx, storeId);
            await cancelJobs(trx, storeId);
          });
          return done;
        }),
        step('two', () => done),
      ]);
      await untilJob(knex, jobId, 'CANCELLED');
      const steps = await listSteps(knex, jobId);
      expect(steps.map(({ state }) => state)).toEqual(['done', 'pending']);
      expect(
        (await eventTypes(knex, storeId)).filter(
          type => type === 'step.finished',
        ),
      ).toHaveLength(1);
    });

    if (databaseId === postgresId) {
      /** Holds a store so that nothing can be written of it; whoever wants to waits. */
      const holdStore = async (storeId: string) => {
        const holder = await knex.transaction();
        await holder('stores').where({ id: storeId }).forNoKeyUpdate();
        const isWaitedFor = async () => {
          const waiting = await waitingForLocks(knex);
          return waiting.length > 0;
        };
        return {
          untilWaitedFor: () => eventually(isWaitedFor, 'a write waits'),
          letGo: () => holder.rollback(),
        };
      };

      it('that has to wait keeps the step from all but its first look', async () => {
        const { storeId, jobId } = await seedStore(knex);
        const seen: string[] = [];
        const { untilWaitedFor, letGo } = await holdStore(storeId);
        start([
          step('one', async ({ assertOwned }) => {
            seen.push('looked');
            await assertOwned();
            seen.push('acted');
            return done;
          }),
          step('two', () => done),
        ]);
        await untilWaitedFor();
        expect(seen).toEqual(['looked']);
        expect(await listSteps(knex, jobId)).toMatchObject([
          { state: 'pending' },
          { state: 'pending' },
        ]);
        await letGo();
        await untilStatus(knex, storeId, 'READY');
        expect(seen).toEqual(['looked', 'acted']);
      });

      it('that comes too late ends the step, and nothing is written', async () => {
        const { storeId, jobId } = await seedStore(knex);
        const reasons: unknown[] = [];
        const { untilWaitedFor, letGo } = await holdStore(storeId);
        start([
          step('one', async ({ signal }) => {
            await new Promise(resolve =>
              signal.addEventListener('abort', resolve),
            );
            reasons.push(signal.reason);
            return done;
          }),
          step('two', () => done),
        ]);
        await untilWaitedFor();
        await knex('provisioning_jobs')
          .where({ id: jobId })
          .increment('fence', 1);
        await letGo();
        await eventually(() => reasons.length > 0, 'the step ends');
        await worker?.stop();
        expect(reasons).toEqual([expect.any(LeaseLostError)]);
        expect(await eventTypes(knex, storeId)).toEqual([]);
        expect(await listSteps(knex, jobId)).toMatchObject([
          { state: 'pending' },
          { state: 'pending' },
        ]);
      });
    }
  },
);
