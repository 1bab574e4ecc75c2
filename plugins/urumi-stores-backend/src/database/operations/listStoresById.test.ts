import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { listStores } from './listStores';

describe.each(databases.eachSupportedId())(
  'listStores by id on %s',
  databaseId => {
    it('gives the stores of some ids, of those that the caller may see', async () => {
      const knex = await migratedDatabase(databaseId);
      const [mine, alsoMine, theirs] = await Promise.all(
        ['a', 'a', 'b'].map(async team => {
          const { storeId } = await seedStore(knex, {
            owner: `group:default/${team}`,
          });
          return storeId;
        }),
      );
      const unknown = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
      const idsOf = async (ids: string[], limit = 10) => {
        const rows = await listStores(
          knex,
          {
            ids,
            includeDeleted: true,
            visible: query =>
              query.where('stores.owner_ref', 'group:default/a'),
          },
          { sort: '-created_at', limit },
        );
        return rows.map(({ id }) => id).sort();
      };
      expect(await idsOf([mine, theirs, unknown])).toEqual([mine]);
      expect(await idsOf([alsoMine, mine, mine])).toEqual(
        [mine, alsoMine].sort(),
      );
      expect(await idsOf([theirs])).toEqual([]);
      expect(await idsOf([])).toEqual([]);
      expect(await idsOf([mine, alsoMine], 1)).toHaveLength(1);
    });
  },
);
