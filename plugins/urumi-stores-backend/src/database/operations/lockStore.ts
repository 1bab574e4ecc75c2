import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { StoreRow } from '../rows';

/**
 * Touches a store's row and so holds it until the transaction ends. Undefined when there is none.
 *
 * @remarks
 * Every transaction that writes events or jobs of a store starts with it. It keeps a store's
 * events in the order of their ids, and on SQLite it takes the writer's place at once. That it changes the row counts, too:
 * by the row's version a worker knows that nobody has added or cancelled a job since; see `writeHeldRows`.
 */
export async function lockStore(
  trx: Knex.Transaction,
  storeId: string,
): Promise<StoreRow | undefined> {
  const rows = await trx<StoreRow>('stores')
    .where({ id: storeId })
    .update({ updated_at: nowMs(trx) as never })
    .returning('*');
  return rows[0];
}
