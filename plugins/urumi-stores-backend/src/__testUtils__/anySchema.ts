import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { isPostgres } from '../database/dialect';

/** Column of a table that rows are made for. */
interface Column {
  name: string;
  /** As the database calls it. */
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  maxLength: number | undefined;
  references: { table: string; column: string } | undefined;
}

/** Rows by table. */
export type Rows = Record<string, Record<string, unknown>[]>;

/** What no schema says: which values go together. One of them is taken in turn. */
const MEANINGS: Record<string, Record<string, string | number | null>[]> = {
  stores: [
    { status: 'READY', desired: 'present' },
    { status: 'DELETED', desired: 'absent' },
    { status: 'QUEUED', desired: 'present' },
  ],
  provisioning_jobs: [
    {
      action: 'PROVISION',
      status: 'IN_PROGRESS',
      locked_by: 'worker',
      lease_expires_at: 2,
      completed_at: null,
    },
    {
      action: 'PROVISION',
      status: 'SUCCEEDED',
      locked_by: null,
      lease_expires_at: null,
      completed_at: 2,
    },
    {
      action: 'DELETE',
      status: 'QUEUED',
      locked_by: null,
      lease_expires_at: null,
      completed_at: null,
    },
  ],
  job_steps: [{ state: 'done' }, { state: 'pending' }],
};

/**
 * Puts three rows into each table, whatever tables there are.
 *
 * @returns these rows
 */
export async function fillTables(knex: Knex): Promise<Rows> {
  const rows: Rows = {};
  for (let turn = 0; turn < 3; turn++) {
    const inserted: Record<string, Record<string, unknown>> = {};
    for (const [table, columns] of await tablesInOrder(knex)) {
      const meanings = MEANINGS[table] ?? [{}];
      const row = {
        ...Object.fromEntries(
          columns
            .filter(({ hasDefault }) => !hasDefault)
            .map(column => [column.name, valueOf(column, inserted)]),
        ),
        ...meanings[turn % meanings.length],
      };
      [inserted[table]] = await knex(table).insert(row).returning('*');
      rows[table] = [...(rows[table] ?? []), inserted[table]];
    }
  }
  return rows;
}

/** All that is in the tables. */
export async function readRows(knex: Knex): Promise<Rows> {
  const rows: Rows = {};
  for (const [table] of await tablesInOrder(knex)) {
    rows[table] = await knex(table).select('*');
  }
  return rows;
}

/** Tables with their columns, indexes and constraints, in a form that can be compared. */
export async function describeSchema(knex: Knex): Promise<unknown> {
  const tables = await tablesInOrder(knex);
  const columns = Object.fromEntries(tables);
  if (!isPostgres(knex)) {
    const indexes = await knex('sqlite_master')
      .where('type', 'index')
      .whereRaw(`tbl_name NOT LIKE 'knex%'`)
      .orderBy('name')
      .select('name', 'sql');
    return { columns, indexes };
  }
  const indexes = await knex('pg_indexes')
    .whereRaw('schemaname = current_schema()')
    .whereRaw(`tablename NOT LIKE 'knex%'`)
    .orderBy('indexname')
    .select('indexname', 'indexdef');
  const constraints = await knex.raw(
    `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE connamespace = current_schema()::regnamespace
        AND conrelid::regclass::text NOT LIKE 'knex_%'
      ORDER BY conname`,
  );
  const sequences = await knex('pg_sequences')
    .whereRaw(`sequencename NOT LIKE 'knex%'`)
    .orderBy('sequencename')
    .pluck('sequencename');
  return { columns, indexes, constraints: constraints.rows, sequences };
}

/** Tables that others refer to come before those. */
async function tablesInOrder(knex: Knex): Promise<[string, Column[]][]> {
  const names: string[] = isPostgres(knex)
    ? await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .pluck('tablename')
    : await knex('sqlite_master').where('type', 'table').pluck('name');
  const left = new Map<string, Column[]>();
  for (const name of names.sort()) {
    if (!/^(knex|sqlite)_/.test(name)) {
      left.set(name, await columnsOf(knex, name));
    }
  }
  const ordered: [string, Column[]][] = [];
  while (left.size > 0) {
    const next = [...left].find(([name, columns]) =>
      columns.every(
        ({ references }) =>
          !references ||
          references.table === name ||
          !left.has(references.table),
      ),
    );
    if (!next) {
      throw new Error(`Tables refer to each other: ${[...left.keys()]}`);
    }
    ordered.push(next);
    left.delete(next[0]);
  }
  return ordered;
}

async function columnsOf(knex: Knex, table: string): Promise<Column[]> {
  return isPostgres(knex)
    ? columnsOnPostgres(knex, table)
    : columnsOnSqlite(knex, table);
}

async function columnsOnPostgres(knex: Knex, table: string) {
  const { rows: keys } = await knex.raw(
    `SELECT a.attname AS name, c.confrelid::regclass::text AS table, f.attname AS column
       FROM pg_constraint c
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
      WHERE c.contype = 'f' AND c.conrelid = ?::regclass`,
    [table],
  );
  const columns = await knex('information_schema.columns')
    .whereRaw('table_schema = current_schema()')
    .where({ table_name: table, is_generated: 'NEVER' })
    .orderBy('column_name');
  return columns.map(column => ({
    name: column.column_name,
    type: column.data_type,
    nullable: column.is_nullable === 'YES',
    hasDefault: column.column_default !== null,
    maxLength: column.character_maximum_length ?? undefined,
    references: keys.find(
      ({ name }: { name: string }) => name === column.column_name,
    ),
  }));
}

async function columnsOnSqlite(knex: Knex, table: string) {
  const columns: {
    name: string;
    type: string;
    notnull: number;
    dflt_value: string | null;
    pk: number;
    hidden: number;
  }[] = await knex.raw('SELECT * FROM pragma_table_xinfo(?)', [table]);
  const keys: { from: string; table: string; to: string }[] = await knex.raw(
    'SELECT * FROM pragma_foreign_key_list(?)',
    [table],
  );
  return columns
    .filter(({ hidden }) => hidden === 0)
    .map(({ name, type, notnull, dflt_value, pk }) => {
      const key = keys.find(({ from }) => from === name);
      return {
        name,
        type,
        nullable: notnull === 0,
        hasDefault:
          dflt_value !== null || (pk === 1 && type.toLowerCase() === 'integer'),
        maxLength: Number(type.match(/\((\d+)\)/)?.[1]) || undefined,
        references: key && { table: key.table, column: key.to },
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function valueOf(
  { name, type, maxLength, references }: Column,
  inserted: Record<string, Record<string, unknown>>,
): unknown {
  if (references) {
    return inserted[references.table][references.column];
  }
  if (/^(uuid|char\(36\))$/i.test(type)) {
    return uuidv7();
  }
  if (/int/i.test(type)) {
    return 1;
  }
  if (/bool/i.test(type)) {
    return false;
  }
  if (/^text$/i.test(type)) {
    return JSON.stringify({ of: name, unlike: uuidv7() });
  }
  if (/char/i.test(type)) {
    // The end of an id is what differs.
    return `${name}-${uuidv7()}`.slice(-(maxLength ?? 63));
  }
  throw new Error(`No value is known for column ${name} of type ${type}`);
}
