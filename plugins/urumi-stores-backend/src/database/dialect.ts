import { Knex } from 'knex';

/** Whether the database is Postgres; the only other one is SQLite. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/**
 * The database's own clock in epoch milliseconds, as a SQL expression.
 *
 * @remarks
 * On Postgres it is the time of the statement, not of the transaction's start, so that a
 * transaction which waited for a lock does not write a lease of the past.
 */
export function nowMs(knex: Knex): Knex.Raw {
  return knex.raw(nowMsSql(knex));
}

/** The expression of {@link nowMs} as text, to stand inside longer SQL. */
export function nowMsSql(knex: Knex): string {
  return isPostgres(knex)
    ? '(extract(epoch from clock_timestamp()) * 1000)::bigint'
    : `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
}

/** A moment so many milliseconds after the database's now. */
export function afterMs(knex: Knex, delayMs: number): Knex.Raw {
  return knex.raw(`${nowMsSql(knex)} + ${Math.round(delayMs)}`);
}

/** The rows that a statement of our own text gives, which the drivers hand over each in its way. */
export async function readRows<T>(statement: Knex.Raw): Promise<T[]> {
  const result = await statement;
  return Array.isArray(result) ? result : result.rows;
}

/**
 * Longest time that a statement of a worker's loop or of a probe may take, in milliseconds. Its connection is
 * given up then: it may be dead without having ended.
 */
export const LOOP_STATEMENT_MS = 8_000;
