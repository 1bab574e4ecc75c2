import { Knex } from 'knex';
import { StoreRow } from '../rows';
import { sooner } from './endLook';

/** Makes stores due for a look within the given milliseconds; those that are not READY stay out. */
export async function bringLooksForward(
  knex: Knex,
  storeIds: readonly string[],
  delayMs: number,
): Promise<void> {
  await knex<StoreRow>('stores')
    .whereIn('id', [...storeIds])
    .whereNotNull('health_due_at')
    .update({ health_due_at: knex.raw(sooner(knex, delayMs)) as never });
}
