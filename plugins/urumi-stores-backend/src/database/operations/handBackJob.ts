import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { Lease, owned } from './leases';
import { notifyWorkers } from './notifyWorkers';

/**
 * Queues a job again as it stood when it was claimed: with its place in the queue, and no attempt used up.
 *
 * @returns false, and nothing is written, when the lease is no longer held or somebody asked for the job's end.
 */
export async function handBackJob(knex: Knex, lease: Lease): Promise<boolean> {
  const changed = await owned(knex, lease)
    .whereNull('cancel_requested_at')
    .update({
      status: 'QUEUED',
      attempt: knex.raw('attempt - 1') as never,
      locked_by: null,
      locked_at: null,
      lease_expires_at: null,
      updated_at: nowMs(knex) as never,
    });
  if (changed > 0) {
    await notifyWorkers(knex);
  }
  return changed > 0;
}
