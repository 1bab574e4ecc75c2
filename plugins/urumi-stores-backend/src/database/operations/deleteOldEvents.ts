import { Knex } from 'knex';
import { afterMs, isPostgres } from '../dialect';

/**
 * Forgets events of stores that were deleted longer than a time ago. Those of living stores stay.
 *
 * @returns how many were forgotten, at most the limit.
 */
export async function deleteOldEvents(
  knex: Knex,
  { deletedForMs, limit }: { deletedForMs: number; limit: number },
): Promise<number> {
  const old = knex('store_events as event')
    .join('stores as store', 'store.id', 'event.store_id')
    .where('store.deleted_at', '<', afterMs(knex, -deletedForMs))
    .limit(limit)
    .select('event.id');
  if (isPostgres(knex)) {
    old.forUpdate('event').skipLocked();
  }
  return knex('store_events').whereIn('id', old).delete();
}
