import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';

/**
 * Cancels a job of a store whose row the transaction holds: at once when no worker has it, else by
 * a mark that its worker sees at its next step. Undefined when it has ended already.
 */
export async function cancelJob(
  trx: Knex.Transaction,
  jobId: string,
): Promise<JobRow | undefined> {
  const isRunning = `status = 'IN_PROGRESS'`;
  const [job] = await trx<JobRow>('provisioning_jobs')
    .where({ id: jobId })
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .update({
      status: trx.raw(
        `CASE WHEN ${isRunning} THEN status ELSE 'CANCELLED' END`,
      ) as never,
      completed_at: trx.raw(`CASE WHEN NOT ${isRunning} THEN ? END`, [
        nowMs(trx),
      ]) as never,
      cancel_requested_at: trx.raw('coalesce(cancel_requested_at, ?)', [
        nowMs(trx),
      ]) as never,
      waiting_for: null,
      updated_at: nowMs(trx) as never,
    })
    .returning('*');
  return job;
}
