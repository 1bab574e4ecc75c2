import { toUSVString } from 'node:util';
import { Knex } from 'knex';
import { isPostgres } from './dialect';

/** Name and type of each column; types as Postgres names them. */
export type RecordColumns = Readonly<
  Record<string, 'uuid' | 'text' | 'integer' | 'bigint' | 'boolean'>
>;

/**
 * Rows as a table `record` to write from, so that one statement changes many rows each in its own
 * way. They travel as one parameter: the statement's text is the same for any number of them.
 *
 * @param columns - named by the code, never by input: they become part of the statement.
 */
export function recordSet<C extends RecordColumns>(
  knex: Knex,
  columns: C,
  rows: readonly Readonly<Record<keyof C, unknown>>[],
): Knex.Raw {
  const names = Object.keys(columns);
  // What is left out is NULL: most columns of most rows are.
  const json = JSON.stringify(
    rows.map(row =>
      Object.fromEntries(
        names.flatMap(name =>
          row[name] === null ? [] : [[name, storable(row[name])]],
        ),
      ),
    ),
  );
  if (isPostgres(knex)) {
    const typed = names.map(name => `${name} ${columns[name]}`);
    return knex.raw(
      `json_to_recordset(?::json) AS record (${typed.join(', ')})`,
      [json],
    );
  }
  const read = names.map(name => `value ->> '${name}' AS ${name}`);
  return knex.raw(`(SELECT ${read.join(', ')} FROM json_each(?)) AS record`, [
    json,
  ]);
}

/** Text comes from programs too, cut anywhere: no database takes a NUL, nor Postgres half of a character. */
function storable(value: unknown): unknown {
  return typeof value === 'string'
    ? toUSVString(value).replaceAll('\0', '\ufffd')
    : value;
}

/** Condition that a column is one of some ids. Of their number nothing stands in its text either. */
export function isOneOf(
  knex: Knex,
  column: string,
  ids: readonly string[],
): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw(`${column} = ANY(?::uuid[])`, [ids as never])
    : knex.raw(`${column} IN (SELECT value FROM json_each(?))`, [
        JSON.stringify(ids),
      ]);
}
