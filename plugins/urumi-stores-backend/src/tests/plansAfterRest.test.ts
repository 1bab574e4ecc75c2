import knexFactory, { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillStores, freezeStatistics } from '../__testUtils__/manyRows';
import {
  migratedDatabase,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { claimJobRows } from '../__testUtils__/claimJobRows';
import { claimParkedJobs } from '../database/operations/claimParkedJobs';
import { HeldRows, holdLeases } from '../database/operations/holdLeases';
import { Lease } from '../database/operations/leases';
import { runTransaction } from '../database/transaction';
import { writeDecided } from '../jobs/writeDecided';

jest.setTimeout(120_000);

/** Claims a due job, begins it and ends it, as a worker does. */
async function carryOut(trx: Knex.Transaction): Promise<void> {
  const jobs = await claimJobRows(trx, {
    workerId: 'worker',
    limit: 4,
    leaseMs: 60_000,
    actions: ['PROVISION'],
  });
  const leases: Lease[] = jobs.map(job => ({
    jobId: job.id,
    storeId: job.store_id,
    fence: Number(job.fence),
  }));
  const write = async (decide: (rows: HeldRows) => object) => {
    const held = await holdLeases(trx, leases);
    expect(held.size).toBe(jobs.length);
    await writeDecided(
      trx,
      [...held.values()].map(rows => ({
        rows,
        write: { value: undefined, ...decide(rows) },
      })),
    );
  };
  const event = { type: 'step.finished', message: 'It is done.' };
  await write(() => ({
    steps: [{ name: 'one', state: 'running', message: null }],
    events: [event],
  }));
  await write(() => ({
    steps: [{ name: 'one', state: 'done', message: null }],
    events: [event],
    end: { status: 'SUCCEEDED' },
  }));
}

/** What the work reads: rows without an index and with one, and blocks of indexes. */
async function readBy(trx: Knex.Transaction, work: () => Promise<void>) {
  const count = () =>
    trx('pg_stat_xact_user_tables')
      .whereIn('relname', ['stores', 'provisioning_jobs', 'job_steps'])
      .first(
        trx.raw('sum(seq_tup_read)::int AS scanned'),
        trx.raw('sum(idx_tup_fetch)::int AS found'),
        trx.raw(`sum((SELECT sum(pg_stat_get_xact_blocks_fetched(indexrelid))
                        FROM pg_index WHERE indrelid = relid))::int AS blocks`),
      );
  // What the session has read before counts until it is reported.
  const before = await count();
  await work();
  const after = await count();
  return {
    scanned: after.scanned - before.scanned,
    found: after.found - before.found,
    blocks: after.blocks - before.blocks,
  };
}

if (postgresId) {
  const databaseId = postgresId;

  describe(`statistics of ${databaseId} of a time when all jobs had ended`, () => {
    it.each([1, 100])(
      'have no statement of the engine read what is due since, of %i owners',
      async owners => {
        const knex = await migratedDatabase(databaseId);
        await runTransaction(knex, async trx => {
          for (let job = 0; job < 8; job++) {
            await seedStore(trx, { steps: ['one'] });
            await carryOut(trx);
          }
        });
        await freezeStatistics(knex);
        await fillStores(knex, { owners });

        const read = await runTransaction(knex, trx =>
          readBy(trx, () => carryOut(trx)),
        );
        expect(read.scanned).toBe(0);
        expect(read.found).toBeGreaterThan(0);
        expect(read.found).toBeLessThan(1_000);
        expect(read.blocks).toBeLessThan(800);
      },
    );
  });

  it(`statistics of ${databaseId} of a time when all jobs had ended have no claim of parked jobs read all that is parked`, async () => {
    const knex = await migratedDatabase(databaseId);
    await runTransaction(knex, async trx => {
      await seedStore(trx, { steps: ['one'] });
      await carryOut(trx);
    });
    await freezeStatistics(knex);
    await fillStores(knex);
    await knex('provisioning_jobs')
      .where({ status: 'QUEUED' })
      .update({ run_after: Date.now() + 3_600_000, waiting_for: 'workloads' });
    const storeIds = await knex('provisioning_jobs')
      .where({ status: 'QUEUED' })
      .orderBy('id')
      .limit(8)
      .pluck('store_id');

    let claimed = 0;
    const read = await runTransaction(knex, trx =>
      readBy(trx, async () => {
        const jobs = await claimParkedJobs(
          trx,
          { storeIds, waitingFor: ['workloads', 'shop', 'deletion'] },
          {
            workerId: 'worker',
            limit: 50,
            leaseMs: 60_000,
            actions: ['PROVISION', 'DELETE'],
            payloadSchema: 1,
          },
        );
        claimed = jobs.length;
      }),
    );
    expect(claimed).toBe(8);
    expect(read.scanned).toBe(0);
    expect(read.found).toBeLessThan(200);
  });

  describe(`plans that a connection of ${databaseId} keeps`, () => {
    it('are forgotten before many rows have come since', async () => {
      const { client } = await migratedDatabase(databaseId);
      const { connection } = client.config;
      const knex = knexFactory({
        client: 'pg',
        connection: { ...connection, password: connection.password },
        pool: { min: 1, max: 1 },
      });
      try {
        const carryOutSome = () =>
          runTransaction(knex, async trx => {
            for (let job = 0; job < 8; job++) {
              await seedStore(trx, { steps: ['one'] });
              await carryOut(trx);
            }
          });
        await carryOutSome();
        await freezeStatistics(knex);
        await carryOutSome();
        const kept = await knex('pg_prepared_statements')
          .where('generic_plans', '>', 0)
          .pluck('name');
        expect(kept.length).toBeGreaterThan(1);
        await fillStores(knex);
        await sleep(1_100);

        const read = await runTransaction(knex, trx =>
          readBy(trx, () => carryOut(trx)),
        );
        expect(read.scanned).toBe(0);
        expect(read.found).toBeGreaterThan(0);
        expect(read.found).toBeLessThan(1_000);
        expect(read.blocks).toBeLessThan(1_200);
      } finally {
        await knex.destroy();
      }
    });
  });
}
