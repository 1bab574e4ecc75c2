import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { StoreRow } from '../rows';

/**
 * Makes READY stores due for which no look is planned: a replica of the version before looks has
 * brought them there.
 *
 * @returns how many there were.
 */
export async function planForgottenLooks(knex: Knex): Promise<number> {
  return knex<StoreRow>('stores')
    .where({ status: 'READY' })
    .whereNull('health_due_at')
    .update({ health_due_at: nowMs(knex) as never });
}
