import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { isPostgres } from '../dialect';
import { StoreNotice, StoreRow } from '../rows';
import { runTransaction } from '../transaction';
import {
  claimNotices,
  dropOldNotices,
  dueNotices,
  endNotice,
  postponeNotice,
} from './notices';
import { StoreChange, updateStore } from './updateStore';

jest.setTimeout(240_000);

const cause: FailureCause = {
  code: 'ImagePullFailed',
  message: 'The image cannot be pulled',
  error_class: 'operator_fixable',
  owner: 'platform_operator',
  next_action: 'Check the registry.',
};

const claim = (knex: Knex, limit = 10, leaseMs = 60_000) =>
  claimNotices(knex, { limit, leaseMs });

async function change(knex: Knex, id: string, ...changes: StoreChange[]) {
  await runTransaction(knex, async trx => {
    for (const each of changes) {
      await updateStore(trx, id, each);
    }
  });
}

async function read(knex: Knex, id: string) {
  const row: StoreRow = await knex('stores').where({ id }).first();
  return row.notice === null ? null : (JSON.parse(row.notice) as StoreNotice);
}

describe.each(databases.eachSupportedId())('notices on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  it('is written by the change that it tells of, the newest in place of older ones', async () => {
    const { storeId } = await seedStore(knex);
    await change(knex, storeId, { status: 'PROVISIONING' });
    expect(await read(knex, storeId)).toBeNull();

    await change(knex, storeId, { status: 'FAILED', failure: cause });
    expect(await read(knex, storeId)).toEqual({
      kind: 'failed',
      text: 'The image cannot be pulled. Check the registry.',
    });

    await change(
      knex,
      storeId,
      { status: 'QUEUED', failure: null },
      { status: 'PROVISIONING' },
      { status: 'READY' },
    );
    expect(await read(knex, storeId)).toEqual({ kind: 'ready', text: null });

    await change(knex, storeId, { health: { cause, drift: [] } });
    expect(await read(knex, storeId)).toMatchObject({ kind: 'degraded' });
    await change(knex, storeId, { health: { cause: null, drift: [] } });
    expect(await read(knex, storeId)).toMatchObject({ kind: 'recovered' });

    await change(knex, storeId, { status: 'DELETING' }, { status: 'DELETED' });
    expect(await read(knex, storeId)).toEqual({ kind: 'deleted', text: null });
    expect(await claim(knex)).toMatchObject([
      { store: { id: storeId }, notice: { kind: 'deleted' } },
    ]);
  });

  it('is not written where nothing has turned', async () => {
    const id = await seedReadyStore(knex);
    await change(knex, id, { health: { cause, drift: [] } });
    const [claimed] = await claim(knex);
    await endNotice(knex, claimed);

    await change(
      knex,
      id,
      { status: 'READY' },
      { health: { cause: { ...cause, message: 'Again.' }, drift: [] } },
      { conditions: [] },
    );
    expect(await read(knex, id)).toBeNull();
  });

  it('is claimed once however many ask, until the claim has run out', async () => {
    for (let n = 0; n < 20; n++) {
      await seedReadyStore(knex);
    }
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => claim(knex, 3)),
    );
    const ids = claims.flat().map(({ store }) => store.id);
    expect(new Set(ids).size).toBe(ids.length);
    await claim(knex, 100);
    expect(await claim(knex, 100)).toEqual([]);

    await knex('stores').update({ notice_due_at: 1 });
    expect(await claim(knex, 100)).toHaveLength(20);
  });

  it('is taken off, or given back, only by who has it', async () => {
    const id = await seedReadyStore(knex);
    const [first] = await claim(knex);
    await knex('stores').update({ notice_due_at: 1 });
    // In the same millisecond the two would be one and the same claim.
    const [second] = await claim(knex, 10, 70_000);
    await postponeNotice(knex, first, 0);
    expect(await claim(knex)).toEqual([]);

    await change(knex, id, { status: 'DELETING' }, { status: 'DELETED' });
    await endNotice(knex, first);
    await endNotice(knex, second);
    const [third] = await claim(knex);
    expect(third.notice.kind).toBe('deleted');

    await postponeNotice(knex, third, 0);
    const [fourth] = await claim(knex);
    await endNotice(knex, fourth);
    expect(await claim(knex)).toEqual([]);
    expect(await read(knex, id)).toBeNull();
  });

  it('is dropped when it is no news any more', async () => {
    const old = await seedReadyStore(knex);
    const fresh = await seedReadyStore(knex);
    await knex('stores').where({ id: old }).update({ notice_since: 1 });
    expect(await dropOldNotices(knex, 60_000)).toBe(1);
    expect(await read(knex, old)).toBeNull();
    expect(await read(knex, fresh)).not.toBeNull();
  });

  it('is found by its index, which nearly no store is in', async () => {
    const row: StoreRow = await knex('stores')
      .where({ id: await seedReadyStore(knex) })
      .first();
    const numbers = isPostgres(knex)
      ? `SELECT generate_series(1, 20000) AS n`
      : `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000) SELECT n FROM numbers`;
    const changed: Record<string, string> = {
      id: isPostgres(knex)
        ? `lpad(to_hex(n), 32, '0')::uuid`
        : `printf('%032x', n)`,
      namespace: `'namespace-' || n`,
      release_name: `'release-' || n`,
      hostname: `'host-' || n`,
      notice: 'NULL',
      notice_since: 'NULL',
      notice_due_at: 'NULL',
    };
    const columns = Object.keys(row);
    await knex.raw(
      `INSERT INTO stores (${columns}) SELECT ${columns.map(
        name => changed[name] ?? name,
      )} FROM (SELECT * FROM stores) AS one, (${numbers}) AS many`,
    );
    await knex.raw('ANALYZE');
    const { sql, bindings } = dueNotices(knex, 20).toSQL().toNative();
    const plan = await knex.raw(
      `${isPostgres(knex) ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'} ${sql.replace(
        /\$\d+/g,
        '?',
      )}`,
      [...bindings],
    );
    const text = JSON.stringify(plan.rows ?? plan);
    expect(text).toContain('stores_notice_due_idx');
    expect(text).not.toMatch(/Seq Scan|SCAN stores(?! USING)/);
  });
});
