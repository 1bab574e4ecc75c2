import { Knex } from 'knex';
import { StoreRow } from '../rows';

/** The stores of the ids that exist, in no order. */
export async function findStores(
  knex: Knex,
  storeIds: readonly string[],
): Promise<StoreRow[]> {
  return knex<StoreRow>('stores').whereIn('id', [...storeIds]);
}
