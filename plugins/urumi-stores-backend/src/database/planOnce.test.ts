import { Knex } from 'knex';
import { claimJobs } from './operations/claimJobs';
import { holdLeases } from './operations/holdLeases';
import {
  migratedDatabase,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { planOnce } from './planOnce';
import { runTransaction } from './transaction';

jest.setTimeout(60_000);

const one = (knex: Knex) =>
  planOnce(knex, 'one', knex.raw<{ rows: unknown[] }>('SELECT 1 AS one'));

const keptPlans = async (knex: Knex) =>
  (await knex('pg_prepared_statements').pluck('name')).filter(name =>
    name.startsWith('urumi_stores_'),
  );

(postgresId ? describe : describe.skip)('planOnce', () => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(postgresId ?? 'POSTGRES_18');
  });

  it('keeps what was planned on the connection', async () => {
    const trx = await knex.transaction();
    await one(trx);
    await one(trx);
    expect(await keptPlans(trx)).toEqual(['urumi_stores_one']);
    await trx.rollback();
  });

  it('plans each time where the connection does not keep it, as behind a pooler', async () => {
    let runs = 0;
    const answer = await runTransaction(knex, async trx => {
      runs += 1;
      await one(trx);
      await trx.raw('DEALLOCATE ALL');
      const { rows } = await one(trx);
      return { rows, kept: await keptPlans(trx) };
    });
    expect(answer).toEqual({ rows: [{ one: 1 }], kept: [] });
    expect(runs).toBe(2);
  });

  it('fails as the statement does', async () => {
    await expect(
      planOnce(knex, 'wrong', knex.raw('SELECT nothing')),
    ).rejects.toThrow('column "nothing" does not exist');
  });

  it('holds leases on, when a newer version adds a column to the jobs', async () => {
    await seedStore(knex);
    const [job] = await claimJobs(knex, {
      workerId: 'worker',
      limit: 1,
      leaseMs: 60_000,
      actions: ['PROVISION'],
    });
    const lease = {
      jobId: job.id,
      storeId: job.store_id,
      fence: Number(job.fence),
    };
    const trx = await knex.transaction();
    await holdLeases(trx, [lease]);
    await trx.raw('ALTER TABLE provisioning_jobs ADD COLUMN later text');
    const held = await holdLeases(trx, [lease]);
    expect(held.get(job.id)?.job).toMatchObject({ id: job.id, later: null });
    await trx.rollback();
  });
});
