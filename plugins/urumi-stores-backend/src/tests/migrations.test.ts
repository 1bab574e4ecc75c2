import { Knex } from 'knex';
import fs from 'node:fs';
import {
  describeSchema,
  fillTables,
  readRows,
  Rows,
} from '../__testUtils__/anySchema';
import { databases } from '../__testUtils__/testDatabase';
import { migrationsDirectory } from '../database/migrate';

jest.setTimeout(120_000);

const directory = migrationsDirectory();
const migrations = fs
  .readdirSync(directory)
  .filter(name => name.endsWith('.js'))
  .sort();

/** Each of the rows is still there, as far as its table and its columns are. */
function expectKept(before: Rows, after: Rows) {
  for (const [table, rows] of Object.entries(before)) {
    const [sample] = after[table] ?? [];
    if (sample) {
      const columns = Object.keys(rows[0]).filter(name => name in sample);
      const toText = (row: Record<string, unknown>) =>
        JSON.stringify(columns.map(name => [name, row[name]]));
      const kept = new Set(after[table].map(toText));
      expect(rows.map(toText).filter(row => !kept.has(row))).toEqual([]);
    }
  }
}

async function upTo(knex: Knex, count: number) {
  for (let done = 0; done < count; done++) {
    await knex.migrate.up({ directory });
  }
}

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  it.each(migrations.map((name, index) => ({ name, index })))(
    '$name keeps all data on its way up, down and up again',
    async ({ name, index }) => {
      const knex = await databases.init(databaseId);
      await upTo(knex, index);
      const schema = await describeSchema(knex);
      await fillTables(knex);
      const before = await readRows(knex);
      const tables = Object.keys(before).sort();

      const [, [done]] = await knex.migrate.up({ directory });
      expect(done).toContain(name);
      const migrated = await describeSchema(knex);
      expect(migrated).not.toEqual(schema);
      const moved = await readRows(knex);
      expect(Object.keys(moved)).toEqual(expect.arrayContaining(tables));
      expectKept(before, moved);
      const added = await fillTables(knex);

      await knex.migrate.down({ directory });
      expect(await describeSchema(knex)).toEqual(schema);
      const after = await readRows(knex);
      expect(Object.keys(after).sort()).toEqual(tables);
      expectKept(before, after);
      expectKept(added, after);

      await knex.migrate.up({ directory });
      expect(await describeSchema(knex)).toEqual(migrated);
      expectKept(after, await readRows(knex));
    },
  );
});
