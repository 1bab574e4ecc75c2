import {
  STORE_SORTS,
  StoreSort,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import {
  analyze,
  fillStores,
  freezeStatistics,
} from '../__testUtils__/manyRows';
import { countRowsRead, plansOf } from '../__testUtils__/queryPlans';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { isPostgres } from '../database/dialect';
import {
  listStores,
  ListStoresFilter,
  PageStart,
} from '../database/operations/listStores';
import { StoreRow } from '../database/rows';
import { storeOrderKey } from '../database/storeOrder';

jest.setTimeout(240_000);

const PAGE = 25;
const living: ListStoresFilter = { includeDeleted: false, visible: () => {} };

describe.each(databases.eachSupportedId())('lists of stores on %s', id => {
  let knex: Knex;
  let starts: (sort: StoreSort) => Record<string, PageStart | undefined>;

  beforeAll(async () => {
    knex = await migratedDatabase(id);
    if (isPostgres(knex)) {
      await freezeStatistics(knex);
      await fillStores(knex);
      await analyze(knex);
    } else {
      // Without ANALYZE, SQLite plans by the schema alone: few rows tell as much as many.
      await seedStore(knex);
    }
    const rows: StoreRow[] = await knex<StoreRow>('stores')
      .whereNot('status', 'DELETED')
      .orderBy('created_at')
      .limit(5_000);
    const middle = rows[Math.floor(rows.length / 2)];
    starts = sort => {
      const start = {
        key: storeOrderKey(middle, sort),
        createdAt: Number(middle.created_at),
        id: middle.id,
      };
      return {
        'first page': undefined,
        'page after a store': start,
        'page before a store': { ...start, backward: true },
      };
    };
  });

  const list = (sort: StoreSort, start: PageStart | undefined) =>
    listStores(knex, living, { sort, start, limit: PAGE });

  it.each(STORE_SORTS)('follow an index when sorted by %s', async sort => {
    for (const [page, start] of Object.entries(starts(sort))) {
      const [plan] = await plansOf(knex, () => list(sort, start));
      const descends = !start || isPostgres(knex) || /^SEARCH/.test(plan.text);
      expect({ page, descends, ...plan }).toMatchObject({
        page,
        descends: true,
        sorts: false,
        scanned: [],
        indexes: [expect.stringMatching(/^stores_living_/)],
      });
    }
  });

  it('read no more stores than a page has, wherever it begins', async () => {
    if (!isPostgres(knex)) {
      return;
    }
    for (const sort of STORE_SORTS) {
      for (const start of Object.values(starts(sort))) {
        const rows = await countRowsRead(
          knex,
          () => list(sort, start),
          'stores',
        );
        // One in five is deleted; hundreds have the owner or the status of the place in common.
        expect(rows).toBeLessThan(4 * PAGE);
      }
    }
  });
});
