import { Knex } from 'knex';
import { nowMs, nowMsSql } from '../dialect';
import { StoreRow } from '../rows';

/**
 * Ends a look and gives its lease back. A look that is due sooner already stays so.
 *
 * @param againMs - milliseconds after which to look again at the latest.
 * @returns whether the look was still its caller's; if not, nothing was written.
 */
export async function endLook(
  knex: Knex,
  store: Pick<StoreRow, 'id' | 'health_look'>,
  againMs: number,
): Promise<boolean> {
  const changed = await ownLook(knex, store).update({
    health_lease_expires_at: null,
    health_due_at: knex.raw(sooner(knex, againMs)) as never,
  });
  return changed === 1;
}

/**
 * Holds the store's row until the transaction ends, if the look is still its caller's. Undefined:
 * it is not; write nothing.
 */
export async function takeLook(
  trx: Knex.Transaction,
  store: Pick<StoreRow, 'id' | 'health_look'>,
): Promise<StoreRow | undefined> {
  const rows = await ownLook(trx, store)
    .update({ updated_at: nowMs(trx) as never })
    .returning('*');
  return rows[0];
}

function ownLook(
  knex: Knex,
  { id, health_look: look }: Pick<StoreRow, 'id' | 'health_look'>,
) {
  return knex<StoreRow>('stores').where({ id, health_look: look });
}

/** The due time, or so many milliseconds from now if that is earlier. */
export function sooner(knex: Knex, delayMs: number): string {
  const then = `${nowMsSql(knex)} + ${Math.round(delayMs)}`;
  return `CASE WHEN health_due_at > ${then} THEN ${then} ELSE health_due_at END`;
}
