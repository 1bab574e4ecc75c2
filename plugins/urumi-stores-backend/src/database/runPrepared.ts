import { hash } from 'node:crypto';
import { Knex } from 'knex';
import { isPostgres, LOOP_STATEMENT_MS } from './dialect';
import { NotSentError } from './NotSentError';

/**
 * How long PostgreSQL may keep the plans of a connection, in milliseconds. A plan that was made while a table was small
 * reads it whole, and none is told of growth: so long it may go on, over the rows that have come since.
 */
const PLAN_MS = 1_000;

/** When the plans of a connection were last thrown away, on the monotonic clock. */
const planned = new WeakMap<object, number>();

/** Configurations of databases that do not keep what is prepared. */
const forgetful = new WeakSet<object>();

/** No prepared statement of that name; there is one of another client: a pooler gives out the connections in turn. */
const FORGOTTEN_CODES = new Set(['26000', '42P05']);

/**
 * Runs a statement that takes PostgreSQL as long to read and to plan as to carry out. It is prepared once on each
 * connection, and its plan is kept for a moment.
 *
 * @param knex - a transaction is one of `runTransaction`, which runs all of it again where a pooler keeps no statements. From
 * then on none is prepared.
 * @param statement - its text is the same each time, and its answer has none of the columns of a table: PostgreSQL refuses a
 * prepared statement whose columns change, as when a replica of the next version migrates beside this one.
 * @throws NotSentError when there is no connection for it.
 */
export async function runPrepared<T>(
  knex: Knex,
  statement: Knex.ChainableInterface<T> & { toSQL(): Pick<Knex.Sql, 'sql'> },
): Promise<T> {
  const { client } = knex;
  if (!isPostgres(knex) || forgetful.has(client.config)) {
    return statement;
  }
  // Behind a pooler another version may have prepared a statement: no two texts share a name.
  const digest = hash('sha256', statement.toSQL().sql);
  // That of the transaction, which keeps it.
  const connection: object = await beforeIt(client.acquireConnection());
  try {
    await beforeIt(forgetOldPlans(knex, connection));
    return await statement
      .connection(connection)
      .options({ name: `urumi_stores_${digest.slice(0, 32)}` });
  } catch (error) {
    if (!isForgotten(error)) {
      throw error;
    }
    forgetful.add(client.config);
    if (knex.isTransaction) {
      throw error;
    }
    return await statement.options({ name: undefined });
  } finally {
    await client.releaseConnection(connection);
  }
}

async function beforeIt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new NotSentError(error);
  }
}

async function forgetOldPlans(knex: Knex, connection: object): Promise<void> {
  const now = performance.now();
  const since = planned.get(connection);
  if (since === undefined || now - since > PLAN_MS) {
    await knex
      .raw('DISCARD PLANS')
      .connection(connection)
      .timeout(LOOP_STATEMENT_MS);
    planned.set(connection, now);
  }
}

/** Whether a statement failed only for its preparation, which is gone: it does not fail so again. */
export function isForgotten(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    FORGOTTEN_CODES.has(String(error.code))
  );
}
