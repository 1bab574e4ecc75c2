import { hash } from 'node:crypto';
import { Knex } from 'knex';
import { isPostgres } from './dialect';

/** Configurations of databases that do not keep what is prepared. */
const forgetful = new WeakSet<object>();

/** No prepared statement of that name; there is one of another client: a pooler gives out the connections in turn. */
const FORGOTTEN_CODES = new Set(['26000', '42P05']);

/**
 * Runs a statement that takes Postgres as long to read and to plan as to carry out. It is prepared once on each connection,
 * and Postgres may keep its plan.
 *
 * @param trx - of `runTransaction`, which runs it again where a pooler keeps no statements. From then on none is prepared.
 * @param statement - its text is the same each time, and its answer has none of the columns of a table: Postgres refuses a
 * prepared statement whose columns change, as when a replica of the next version migrates beside this one.
 */
export async function runPrepared<T>(
  trx: Knex.Transaction,
  statement: Knex.ChainableInterface<T> & { toSQL(): Pick<Knex.Sql, 'sql'> },
): Promise<T> {
  const { config } = trx.client;
  if (!isPostgres(trx) || forgetful.has(config)) {
    return statement;
  }
  // Behind a pooler another version may have prepared a statement: no two texts share a name.
  const digest = hash('sha256', statement.toSQL().sql);
  try {
    return await statement.options({
      name: `urumi_stores_${digest.slice(0, 32)}`,
    });
  } catch (error) {
    if (isForgotten(error)) {
      forgetful.add(config);
    }
    throw error;
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
