import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';

/**
 * Lets a queued job wait for a more urgent one of its store, whose row the transaction holds. When
 * a newer one of its action waits already, it is cancelled instead: the newest intent counts.
 *
 * @returns false when a worker took the job meanwhile.
 */
export async function stepBackJob(
  trx: Knex.Transaction,
  { id, store_id, action }: Pick<JobRow, 'id' | 'store_id' | 'action'>,
): Promise<boolean> {
  const superseded = await trx<JobRow>('provisioning_jobs')
    .where({ store_id, action, status: 'WAITING' })
    .first('id');
  const changed = await trx<JobRow>('provisioning_jobs')
    .where({ id, status: 'QUEUED' })
    .update({
      status: superseded ? 'CANCELLED' : 'WAITING',
      waiting_for: null,
      updated_at: nowMs(trx) as never,
      ...(superseded && { completed_at: nowMs(trx) as never }),
    });
  return changed === 1;
}
