import knexFactory, { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotSentError } from './NotSentError';
import { claimJobs } from './operations/claimJobs';
import { holdLeases } from './operations/holdLeases';
import { writeHeldRows } from './operations/writeHeldRows';
import {
  migratedDatabase,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { runPrepared } from './runPrepared';
import { runTransaction } from './transaction';

jest.setTimeout(60_000);

const one = (knex: Knex) =>
  runPrepared(knex, knex.raw<{ rows: unknown[] }>('SELECT 1 AS one'));

const prepared = async (knex: Knex) =>
  (await knex('pg_prepared_statements').pluck('name')).filter(name =>
    name.startsWith('urumi_stores_'),
  );

if (postgresId) {
  const databaseId = postgresId;

  describe(`runPrepared on ${databaseId}`, () => {
    let knex: Knex;
    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
    });

    it('prepares a text once on the connection, under a name that Postgres does not cut', async () => {
      const names = await runTransaction(knex, async trx => {
        await one(trx);
        await one(trx);
        return prepared(trx);
      });
      expect(names).toEqual([expect.stringMatching(/^urumi_stores_\w{32}$/)]);
    });

    it.each([
      ['the connection does not keep it', async () => 'DEALLOCATE ALL'],
      [
        'the connection has it from another client',
        async (trx: Knex.Transaction) => {
          const [name] = await prepared(trx);
          await trx.raw('DEALLOCATE ALL');
          // This client prepares it anew, as on a connection that it did not have before.
          const connection = await trx.client.acquireConnection();
          connection.connection.parsedStatements = {};
          return `PREPARE ${name} AS SELECT 2 AS one`;
        },
      ],
    ])(
      'prepares nothing any more where %s, as behind a pooler',
      async (_, loss) => {
        let runs = 0;
        const work = async (trx: Knex.Transaction) => {
          runs += 1;
          await one(trx);
          if (runs === 1) {
            await trx.raw(await loss(trx));
          }
          const { rows } = await one(trx);
          return rows;
        };
        await expect(runTransaction(knex, work)).resolves.toEqual([{ one: 1 }]);
        expect(runs).toBe(2);
        const named = jest.fn();
        knex.on('query', ({ options }) => options?.name && named());
        await expect(runTransaction(knex, work)).resolves.toEqual([{ one: 1 }]);
        expect(runs).toBe(3);
        expect(named).not.toHaveBeenCalled();
      },
    );

    it('runs a statement of its own again where the connection does not keep it', async () => {
      await one(knex);
      await Promise.all(
        Array.from({ length: 10 }, () => knex.raw('DEALLOCATE ALL')),
      );
      expect((await one(knex)).rows).toEqual([{ one: 1 }]);
      expect((await one(knex)).rows).toEqual([{ one: 1 }]);
    });

    it('has Postgres forget a plan after a moment', async () => {
      const plans = () =>
        runTransaction(knex, async trx => {
          await one(trx);
          const connection = await trx.client.acquireConnection();
          return connection.processID;
        });
      const discarded = jest.fn();
      await plans();
      knex.on('query', ({ sql }) => sql === 'DISCARD PLANS' && discarded());
      const before = await plans();
      expect(discarded).not.toHaveBeenCalled();
      await sleep(1_100);
      expect(await plans()).toBe(before);
      expect(discarded).toHaveBeenCalledTimes(1);
    });

    it('fails as the statement does', async () => {
      await expect(
        runTransaction(knex, trx =>
          runPrepared(trx, trx.raw('SELECT nothing')),
        ),
      ).rejects.toThrow('column "nothing" does not exist');
    });

    it('claims, holds and writes on, when a newer version adds columns', async () => {
      const { storeId } = await seedStore(knex, { steps: ['one'] });
      const carryOut = async (trx: Knex.Transaction) => {
        const [{ job, rows }] = await claimJobs(trx, {
          workerId: 'worker',
          limit: 1,
          leaseMs: 60_000,
          actions: ['PROVISION'],
        });
        const held = await holdLeases(trx, [
          { jobId: job.id, storeId, fence: Number(job.fence) },
        ]);
        const written = await writeHeldRows(
          trx,
          [...held.values()].map(own => ({
            rows: own,
            store: own.store,
            steps: [{ name: 'one', state: 'waiting', message: null }],
            events: [],
            end: { status: 'QUEUED', delayMs: 0, countAttempt: false },
            receipt: undefined,
          })),
        );
        return [rows, ...held.values(), ...written.values()];
      };
      const trx = await knex.transaction();
      expect(await carryOut(trx)).toHaveLength(3);
      for (const table of ['stores', 'provisioning_jobs', 'job_steps']) {
        await trx.raw('ALTER TABLE ?? ADD COLUMN later text', [table]);
      }
      const later = { id: storeId, later: null };
      expect(await carryOut(trx)).toEqual([
        expect.objectContaining({ store: expect.objectContaining(later) }),
        expect.objectContaining({ store: expect.objectContaining(later) }),
        expect.objectContaining({ store: expect.objectContaining(later) }),
      ]);
      await trx.rollback();
    });

    it('says that it was not sent when there is no connection for it', async () => {
      const closed = knexFactory({
        client: 'pg',
        connection: { host: '127.0.0.1', port: 1 },
      });
      await expect(one(closed)).rejects.toThrow(NotSentError);
      await closed.destroy();
    });
  });
}
