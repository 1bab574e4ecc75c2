import { Knex } from 'knex';
import {
  STORE_SORTS,
  StoreSort,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { cutPage } from '../../service/cutPage';
import { decodeCursor } from '../../schema';
import { StoreRow } from '../rows';
import { listStores, ListStoresFilter } from './listStores';

const ALL: ListStoresFilter = { includeDeleted: true, visible: () => {} };

/** In the order of their creation; two of them at the same time. */
const SEEDS: Partial<StoreRow>[] = [
  { display_name: 'banana', status: 'READY', engine: 'medusa', created_at: 10 },
  { display_name: 'Apple', status: 'FAILED', created_at: 20 },
  { display_name: 'apple', status: 'READY', created_at: 30, cluster: 'west' },
  { display_name: null, status: 'READY', created_at: 30 },
  { display_name: '50% off_', status: 'DELETED', created_at: 40 },
  { display_name: 'Åpen 🧀', status: 'QUEUED', created_at: 50 },
];

describe.each(databases.eachSupportedId())('listStores on %s', databaseId => {
  let knex: Knex;
  let ids: string[];

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    ids = [];
    for (const [index, seed] of SEEDS.entries()) {
      const { storeId } = await seedStore(knex, {
        owner: `group:default/team-${index % 2}`,
      });
      ids.push(storeId);
      await knex<StoreRow>('stores').where('id', storeId).update(seed);
    }
  });

  /** Places of the stores in {@link SEEDS}. */
  const places = (rows: StoreRow[]) => rows.map(row => ids.indexOf(row.id));

  async function list(
    filter: Partial<ListStoresFilter>,
    sort: StoreSort = 'created_at',
  ) {
    const rows = await listStores(
      knex,
      { ...ALL, ...filter },
      { sort, limit: 100 },
    );
    return places(rows);
  }

  it.each<[StoreSort, number[]]>([
    ['created_at', [0, 1, 2, 3, 4, 5]],
    // What has no display name goes by its namespace, "store-…".
    ['display_name', [4, 1, 2, 0, 3, 5]],
    ['status', [4, 1, 5, 0, 2, 3]],
    ['owner', [0, 2, 4, 1, 3, 5]],
    ['engine', [0, 1, 2, 3, 4, 5]],
    ['cluster', [0, 1, 3, 4, 5, 2]],
  ])('sorts by %s, and the other way round', async (sort, order) => {
    await expect(list({}, sort)).resolves.toEqual(order);
    await expect(list({}, `-${sort}` as StoreSort)).resolves.toEqual(
      [...order].reverse(),
    );
  });

  it.each(STORE_SORTS)(
    'goes through all pages and back by cursor, sorted by %s',
    async sort => {
      const limit = 2;
      const read = async (encoded: string | undefined) => {
        const cursor =
          encoded === undefined ? undefined : decodeCursor(encoded);
        const rows = await listStores(knex, ALL, {
          sort,
          start: cursor,
          limit: limit + 1,
        });
        return cutPage(rows, { sort, limit, cursor });
      };
      const whole = await list({}, sort);
      const first = await read(undefined);
      expect(first.previousCursor).toBeUndefined();
      const second = await read(first.nextCursor);
      const third = await read(second.nextCursor);
      expect(third.nextCursor).toBeUndefined();
      expect(
        [first, second, third].flatMap(({ page }) => places(page)),
      ).toEqual(whole);

      const secondAgain = await read(third.previousCursor);
      expect(places(secondAgain.page)).toEqual(places(second.page));
      const firstAgain = await read(secondAgain.previousCursor);
      expect(places(firstAgain.page)).toEqual(places(first.page));
      expect(firstAgain.previousCursor).toBeUndefined();
      expect(firstAgain.nextCursor).toEqual(first.nextCursor);
    },
  );

  it('finds stores by the start of their name, host name or id, whatever the case', async () => {
    await expect(list({ q: 'APP' })).resolves.toEqual([1, 2]);
    await expect(list({ q: 'pple' })).resolves.toEqual([]);
    await expect(list({ q: '50% off_' })).resolves.toEqual([4]);
    await expect(list({ q: '50_' })).resolves.toEqual([]);
    await expect(list({ q: 'Åpen 🧀' })).resolves.toEqual([5]);
    await expect(list({ q: 'store-' })).resolves.toEqual([3]);
    await expect(list({ q: ids[0].toUpperCase() })).resolves.toEqual([0]);
    await expect(list({ q: ids[2] })).resolves.toEqual([2]);
    // All ids of these years begin with it.
    await expect(list({ q: ids[0].slice(0, 3) })).resolves.toHaveLength(6);
    await expect(
      list({ q: `${ids[3]}.LOCALHOST`, includeDeleted: false }),
    ).resolves.toEqual([3]);
    await expect(list({ q: `${ids[0]}x` })).resolves.toEqual([]);
  });

  it('filters by what it is given, all of it together', async () => {
    await expect(list({ includeDeleted: false })).resolves.toEqual([
      0, 1, 2, 3, 5,
    ]);
    await expect(list({ status: ['FAILED', 'QUEUED'] })).resolves.toEqual([
      1, 5,
    ]);
    await expect(list({ engine: ['medusa'] })).resolves.toEqual([0]);
    await expect(list({ cluster: ['west', 'local'] })).resolves.toHaveLength(6);
    await expect(
      list({ owner: ['group:default/team-1'], status: ['READY'] }),
    ).resolves.toEqual([3]);
    await expect(
      list({ visible: query => query.where('cluster', 'west'), q: 'a' }),
    ).resolves.toEqual([2]);
  });
});
