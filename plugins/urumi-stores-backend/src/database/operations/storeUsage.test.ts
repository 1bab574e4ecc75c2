import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { runTransaction } from '../transaction';
import { HeldRows, holdLeases } from './holdLeases';
import { Lease } from './leases';
import { claimJobs } from './claimJobs';
import { readUsage, takeUsage, UsageScope } from './storeUsage';
import { writeHeldRows } from './writeHeldRows';

jest.setTimeout(60_000);

const ROOM = 1_000_000;
const owners = ['group:default/a', 'group:default/b'];
const scopes: UsageScope[] = [
  'total',
  'owner:group:default/a',
  'owner:group:default/b',
];

/** In a transaction that is not tried again, as after a dead-lock. */
async function takePlace(knex: Knex, owner: string) {
  await knex.transaction(async trx => {
    await takeUsage(trx, 'total', ROOM);
    await takeUsage(trx, `owner:${owner}`, ROOM);
  });
}

/** Stores that were counted, each with a delete that a worker has in hand. */
async function claimDeletes(knex: Knex, count: number): Promise<Lease[]> {
  for (let index = 0; index < count; index++) {
    const owner = owners[index % owners.length];
    await seedStore(knex, { action: 'DELETE', owner });
    await takePlace(knex, owner);
  }
  const jobs = await claimJobs(knex, {
    workerId: 'worker',
    limit: count,
    leaseMs: 60_000,
    actions: ['DELETE'],
  });
  return jobs.map(({ job }) => ({
    jobId: job.id,
    storeId: job.store_id,
    fence: Number(job.fence),
  }));
}

function deletes(held: Iterable<HeldRows>) {
  return [...held].map(rows => ({
    rows,
    store: { ...rows.store, status: 'DELETED' as const },
    steps: [],
    events: [],
    end: { status: 'SUCCEEDED' as const },
    receipt: undefined,
  }));
}

describe('the places of deleted stores', () => {
  let knex: Knex;

  const usage = () => Promise.all(scopes.map(scope => readUsage(knex, scope)));

  it.each(databases.eachSupportedId())(
    'are given back once, to all whom they counted for, on %s',
    async databaseId => {
      knex = await migratedDatabase(databaseId);
      const leases = await claimDeletes(knex, 5);
      expect(await usage()).toEqual([5, 3, 2]);
      const write = (some: readonly Lease[]) =>
        runTransaction(knex, async trx => {
          const held = await holdLeases(trx, some);
          await writeHeldRows(trx, deletes(held.values()));
        });
      await write(leases.slice(0, 1));
      await write(leases.slice(1));
      expect(await usage()).toEqual([0, 0, 0]);
    },
  );

  const postgres = postgresId;
  if (postgres) {
    it('stay taken where the delete is passed over', async () => {
      knex = await migratedDatabase(postgres);
      const leases = await claimDeletes(knex, 4);
      const held = await runTransaction(knex, trx => holdLeases(trx, leases));
      const [{ store }] = held.values();
      await knex('stores').where({ id: store.id }).update({ url: 'changed' });
      const written = await writeHeldRows(knex, deletes(held.values()));
      expect(written.size).toBe(3);
      const left = await knex('stores').whereNot({ status: 'DELETED' });
      expect(left).toHaveLength(1);
      expect(await usage()).toEqual([
        1,
        ...owners.map(owner => Number(owner === left[0].owner_ref)),
      ]);
    });

    it('are not waited for outside of a transaction', async () => {
      knex = await migratedDatabase(postgres);
      const leases = await claimDeletes(knex, 1);
      const held = await runTransaction(knex, trx => holdLeases(trx, leases));
      const writes = deletes(held.values());
      const creation = await knex.transaction();
      await takeUsage(creation, 'total', ROOM);
      await expect(writeHeldRows(knex, writes)).rejects.toMatchObject({
        code: '55P03',
      });
      await creation.rollback();
      expect((await writeHeldRows(knex, writes)).size).toBe(1);
      expect(await usage()).toEqual([0, 0, 0]);
    });

    it('are counted right beside many creations, and nobody waits in a circle', async () => {
      knex = await migratedDatabase(postgres);
      const leases = await claimDeletes(knex, 24);
      const held = await runTransaction(knex, trx => holdLeases(trx, leases));
      const writes = deletes(held.values());
      const creations = Array.from({ length: 24 }, (_, index) =>
        takePlace(knex, owners[index % 2]),
      );
      const groups = [0, 6, 12, 18].map(first =>
        knex.transaction(trx =>
          writeHeldRows(trx, writes.slice(first, first + 6)),
        ),
      );
      const sizes = (await Promise.all(groups)).map(({ size }) => size);
      await Promise.all(creations);
      expect(sizes).toEqual([6, 6, 6, 6]);
      expect(await usage()).toEqual([24, 12, 12]);
    });
  }
});
