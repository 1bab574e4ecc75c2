import { Knex } from 'knex';
import { StoreRow } from '../rows';

/** The store of an id, or undefined. */
export async function findStore(
  knex: Knex,
  storeId: string,
): Promise<StoreRow | undefined> {
  return knex<StoreRow>('stores').where({ id: storeId }).first();
}
