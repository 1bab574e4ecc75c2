import { Knex } from 'knex';
import { recordSet } from '../recordSet';
import { StoreRow } from '../rows';

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

const PLACES = { store_id: 'uuid', scope: 'text' } as const;

/** The scopes in which each of these stores is counted, as a table `record`. */
export function placesOf(
  knex: Knex,
  stores: readonly Pick<StoreRow, 'id' | 'owner_ref'>[],
): Knex.Raw {
  const scopes = ({ owner_ref: owner }: Pick<StoreRow, 'owner_ref'>) =>
    ['total', `owner:${owner}`] satisfies UsageScope[];
  return recordSet(
    knex,
    PLACES,
    stores.flatMap(store =>
      scopes(store).map(scope => ({ store_id: store.id, scope })),
    ),
  );
}

/**
 * Counts living stores less, in a transaction.
 *
 * @param places - what is counted less, as {@link placesOf} tells it.
 */
export function usageReturn(trx: Knex, places: Knex.Raw): Knex.Raw {
  return trx.raw(
    `UPDATE store_usage SET living = living - gone.places
       FROM (SELECT record.scope, count(*) AS places FROM ? GROUP BY record.scope) AS gone
      WHERE store_usage.scope = gone.scope`,
    [places],
  );
}

/** How many living stores a scope has. */
export async function readUsage(
  knex: Knex,
  scope: UsageScope,
): Promise<number> {
  const row = await knex('store_usage').where({ scope }).first('living');
  return row?.living ?? 0;
}
