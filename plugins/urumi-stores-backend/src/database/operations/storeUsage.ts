import { Knex } from 'knex';

/** Whose living stores are counted together. */
export type UsageScope = 'total' | `owner:${string}`;

/**
 * Counts one more living store, unless the scope is full. The row stays locked until the
 * transaction ends, so two transactions never take the same last place.
 *
 * @returns whether there was room.
 */
export async function takeUsage(
  trx: Knex.Transaction,
  scope: UsageScope,
  allowed: number,
): Promise<boolean> {
  if (allowed < 1) {
    return false;
  }
  const rows = await trx('store_usage')
    .insert({ scope, living: 1 })
    .onConflict('scope')
    .merge({ living: trx.raw('store_usage.living + 1') })
    .where('store_usage.living', '<', allowed)
    .returning('living');
  return rows.length === 1;
}

/**
 * Keeps others from making stores until the transaction ends, and waits for those who are at it.
 * Taking usage does so as well.
 */
export async function lockUsage(trx: Knex.Transaction): Promise<void> {
  await trx('store_usage')
    .insert({ scope: 'total', living: 0 })
    .onConflict('scope')
    .merge({ living: trx.raw('store_usage.living') });
}

/** Counts living stores less. */
export async function returnUsage(
  trx: Knex.Transaction,
  scope: UsageScope,
  count: number,
): Promise<void> {
  await trx('store_usage').where({ scope }).decrement('living', count);
}

/** How many living stores a scope has. */
export async function readUsage(
  knex: Knex,
  scope: UsageScope,
): Promise<number> {
  const row = await knex('store_usage').where({ scope }).first('living');
  return row?.living ?? 0;
}
