import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';

/**
 * Cancels what a store, whose row the transaction holds, has in hand: waiting and queued jobs at
 * once, a running one by a mark that its worker sees at its next step.
 */
export async function cancelJobs(
  trx: Knex.Transaction,
  storeId: string,
): Promise<void> {
  await trx<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .whereIn('status', ['WAITING', 'QUEUED'])
    .update({
      status: 'CANCELLED',
      waiting_for: null,
      completed_at: nowMs(trx) as never,
      updated_at: nowMs(trx) as never,
    });
  await trx<JobRow>('provisioning_jobs')
    .where({ store_id: storeId, status: 'IN_PROGRESS' })
    .whereNull('cancel_requested_at')
    .update({ cancel_requested_at: nowMs(trx) as never });
}
