import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { isPostgres, nowMsSql } from '../dialect';
import { migrationsDirectory } from '../migrate';
import { StoreRow } from '../rows';
import { runTransaction } from '../transaction';
import { bringLooksForward } from './bringLooksForward';
import { busyStores } from './busyStores';
import { claimLooks, dueLooks, Look } from './claimLooks';
import { planForgottenLooks } from './forgottenLooks';
import { endLook, takeLook } from './endLook';
import { readHealthGauges } from './healthGauges';
import { updateStore } from './updateStore';

jest.setTimeout(240_000);

const claim = (knex: Knex, limit: number, leaseMs = 60_000) =>
  claimLooks(knex, { limit, leaseMs, nextMs: 600_000 });

const read = async (knex: Knex, id: string): Promise<StoreRow> =>
  knex('stores').where({ id }).first();

/** Many READY stores: a tenth of them is due, a thousandth degraded, half of those has drifted. */
async function insertFleet(knex: Knex, size: number) {
  const row = await read(knex, await seedReadyStore(knex));
  const numbers = isPostgres(knex)
    ? `SELECT generate_series(1, ${size}) AS n`
    : `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${size}) SELECT n FROM numbers`;
  const id = isPostgres(knex)
    ? `lpad(to_hex(n), 32, '0')::uuid`
    : `printf('%032x', n)`;
  const changed: Record<string, string> = {
    id,
    namespace: `'namespace-' || n`,
    release_name: `'release-' || n`,
    hostname: `'host-' || n`,
    health_due_at: `health_due_at + CASE WHEN n % 10 = 0 THEN -60000 ELSE 3600000 END + n`,
    health_cause: `CASE WHEN n % 1000 = 0 THEN '{}' END`,
    health_drift: `CASE WHEN n % 2000 = 0 THEN '[]' END`,
  };
  const columns = Object.keys(row);
  const values = columns.map(name => changed[name] ?? name);
  await knex.raw(
    `INSERT INTO stores (${columns}) SELECT ${values} FROM (SELECT * FROM stores) AS one, (${numbers}) AS many`,
  );
}

/** The plan of a query as one text. */
async function planOf(knex: Knex, query: Knex.QueryBuilder): Promise<string> {
  const prefix = isPostgres(knex) ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
  const { sql, bindings } = query.toSQL().toNative();
  const answer = await knex.raw(`${prefix} ${sql.replace(/\$\d+/g, '?')}`, [
    ...bindings,
  ]);
  return JSON.stringify(answer.rows ?? answer);
}

describe.each(databases.eachSupportedId())('looks on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  it('gives each of many due stores to exactly one of many racing processes', async () => {
    const storeIds = [];
    for (let i = 0; i < 30; i++) {
      storeIds.push(await seedReadyStore(knex));
    }
    const claims = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const mine: Look[] = [];
        for (;;) {
          const looks = await claim(knex, 2);
          if (looks.length === 0) {
            return mine;
          }
          mine.push(...looks);
        }
      }),
    );
    const all = claims.flat().map(({ store }) => store.id);
    expect(all.sort()).toEqual(storeIds.sort());
  });

  it('looks at READY stores only, at the one that waits longest first, and leaves their version alone', async () => {
    await seedStore(knex);
    const first = await seedReadyStore(knex);
    const second = await seedReadyStore(knex);
    await knex('stores').where({ id: second }).decrement('health_due_at', 5);
    await knex('stores').where({ id: first }).decrement('health_due_at', 5_000);
    const looks = [...(await claim(knex, 1)), ...(await claim(knex, 5))];
    expect(looks.map(({ store }) => store.id)).toEqual([first, second]);
    expect((await read(knex, first)).updated_at).toBe(
      looks[0].store.updated_at,
    );
  });

  it('writes nothing for a look that has lost its fence to a job', async () => {
    const id = await seedReadyStore(knex);
    const [look] = await claim(knex, 1);
    await runTransaction(knex, trx =>
      updateStore(trx, id, { status: 'READY' }),
    );
    const after = await read(knex, id);
    await runTransaction(knex, async trx => {
      await expect(takeLook(trx, look.store)).resolves.toBeUndefined();
    });
    await expect(endLook(knex, look.store, 0)).resolves.toBe(false);
    expect(await read(knex, id)).toEqual(after);
    // The job's end has made it due at once.
    await expect(claim(knex, 1)).resolves.toMatchObject([{ store: { id } }]);
  });

  it('gives a look that was lost with its process to the next one, which is then alone', async () => {
    const id = await seedReadyStore(knex);
    const [lost] = await claim(knex, 1, -1_000);
    await bringLooksForward(knex, [id], 0);
    const [look] = await claim(knex, 1);
    expect(look.store.id).toBe(id);
    await expect(endLook(knex, lost.store, 0)).resolves.toBe(false);
    await expect(endLook(knex, look.store, 0)).resolves.toBe(true);
  });

  it('keeps a look alone that was brought forward while it is under way', async () => {
    const id = await seedReadyStore(knex);
    const [look] = await claim(knex, 1);
    await bringLooksForward(knex, [id], 0);
    await expect(claim(knex, 1)).resolves.toEqual([]);
    await endLook(knex, look.store, 600_000);
    await expect(claim(knex, 1)).resolves.toMatchObject([{ store: { id } }]);
  });

  it('looks at stores that a replica of the version before looks made READY, and at none that it deleted', async () => {
    const ready = await seedReadyStore(knex);
    const deleted = await seedReadyStore(knex);
    await knex('stores').where({ id: ready }).update({ health_due_at: null });
    await knex('stores').where({ id: deleted }).update({ status: 'DELETED' });
    await expect(claim(knex, 5)).resolves.toEqual([]);
    await expect(planForgottenLooks(knex)).resolves.toBe(1);
    await expect(claim(knex, 5)).resolves.toMatchObject([
      { store: { id: ready } },
    ]);
    await expect(planForgottenLooks(knex)).resolves.toBe(0);
  });

  it('never makes a store due that is not READY', async () => {
    const id = await seedReadyStore(knex);
    await runTransaction(knex, trx =>
      updateStore(trx, id, {
        health: { cause: null, drift: [] },
        status: 'DELETING',
      }),
    );
    await bringLooksForward(knex, [id], 0);
    expect(await read(knex, id)).toMatchObject({
      health_due_at: null,
      health_cause: null,
    });
    await expect(claim(knex, 1)).resolves.toEqual([]);
  });

  it('knows the stores that a job works on', async () => {
    const { storeId: busy } = await seedStore(knex);
    const idle = await seedReadyStore(knex);
    await expect(busyStores(knex, [busy, idle])).resolves.toEqual(
      new Set([busy]),
    );
    await expect(busyStores(knex, [])).resolves.toEqual(new Set());
  });

  it('finds what is due by its index among 100,000 stores, with statistics and without, and counts what is wrong', async () => {
    await insertFleet(knex, 100_000);
    const due = dueLooks(knex, 8);
    expect(await planOf(knex, due)).toContain('stores_health_due_idx');
    await knex.raw('ANALYZE');
    expect(await planOf(knex, due)).toContain('stores_health_due_idx');
    for (const column of ['health_cause', 'health_drift']) {
      expect(
        await planOf(knex, knex('stores').whereNotNull(column).count('id')),
      ).toMatch(/stores_(degraded|drifted)_idx/);
    }
    const looks = await claim(knex, 8);
    expect(looks).toHaveLength(8);
    const gauges = await readHealthGauges(knex);
    expect(gauges).toMatchObject({ degradedStores: 100, driftedStores: 50 });
    expect(gauges.oldestDueLookMs).toBeGreaterThan(0);
  });

  it('makes the READY stores of before due, spread over the first interval, and goes back', async () => {
    const id = await seedReadyStore(knex);
    while (await knex.schema.hasColumn('stores', 'health_due_at')) {
      await knex.migrate.down({ directory: migrationsDirectory() });
    }
    expect(await read(knex, id)).not.toHaveProperty('health_due_at');
    await knex.migrate.latest({ directory: migrationsDirectory() });
    const [{ left }] = await knex('stores')
      .where({ id })
      .select(knex.raw(`health_due_at - ${nowMsSql(knex)} AS left`));
    expect(Number(left)).toBeLessThanOrEqual(600_000);
    expect(Number(left)).toBeGreaterThan(-60_000);
  });
});
