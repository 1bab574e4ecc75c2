import { Knex } from 'knex';
import { StoreRow } from '../rows';
import { sooner } from './endLook';

/**
 * Makes stores due for a look within the given milliseconds; those that are not READY stay out.
 *
 * @returns the ids of those that are.
 */
export async function bringLooksForward(
  knex: Knex,
  storeIds: readonly string[],
  delayMs: number,
): Promise<Set<string>> {
  const rows = await knex<StoreRow>('stores')
    .whereIn('id', [...storeIds])
    .whereNotNull('health_due_at')
    .update({ health_due_at: knex.raw(sooner(knex, delayMs)) as never })
    .returning<{ id: string }[]>('id');
  return new Set(rows.map(({ id }) => id));
}
