import { Knex } from 'knex';
import { isPostgres } from './dialect';

/** Configurations of databases that do not keep what is prepared. */
const forgetful = new WeakSet<object>();

/** No prepared statement of that name; there is one of another client: a pooler gives out the connections in turn. */
const FORGOTTEN_CODES = new Set(['26000', '42P05']);

/**
 * Runs a statement that Postgres reads and plans once on each connection, where that takes longer than to carry it out.
 *
 * @remarks
 * Its result has the same columns whatever columns the tables get: Postgres refuses a kept plan whose columns change, as
 * when a replica of the next version migrates beside this one.
 *
 * @param name - of this text and no other.
 * @throws once, where connections go through a pooler that keeps no statements; see {@link isForgotten}. From then on
 * statements are planned each time.
 */
export async function planOnce<T>(
  knex: Knex,
  name: string,
  statement: Knex.ChainableInterface<T>,
): Promise<T> {
  const { config } = knex.client;
  if (!isPostgres(knex) || forgetful.has(config)) {
    return statement;
  }
  try {
    return await statement.options({ name: `urumi_stores_${name}` });
  } catch (error) {
    if (isForgotten(error)) {
      forgetful.add(config);
    }
    throw error;
  }
}

/** Whether a statement failed only for its plan, which is gone: it does not fail so again. */
export function isForgotten(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    FORGOTTEN_CODES.has(String(error.code))
  );
}
