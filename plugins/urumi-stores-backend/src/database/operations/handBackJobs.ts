import { Knex } from 'knex';
import { LOOP_STATEMENT_MS, nowMs } from '../dialect';
import { JobRow } from '../rows';
import { Lease, owned } from './leases';
import { notifyWorkers } from './notifyWorkers';

/** What of a job's row gives its lease back, with the attempt. */
function handedBack(knex: Knex) {
  return {
    status: 'QUEUED' as const,
    attempt: knex.raw('attempt - 1') as never,
    locked_by: null,
    locked_at: null,
    lease_expires_at: null,
    updated_at: nowMs(knex) as never,
  };
}

/**
 * Queues a job again as it stood when it was claimed: with its place in the queue, and no attempt used up.
 *
 * @returns false, and nothing is written, when the lease is no longer held or somebody asked for the job's end.
 */
export async function handBackJob(knex: Knex, lease: Lease): Promise<boolean> {
  const changed = await owned(knex, lease)
    .whereNull('cancel_requested_at')
    .update(handedBack(knex));
  if (changed > 0) {
    await notifyWorkers(knex);
  }
  return changed > 0;
}

/**
 * Queues again what stands in the name of a living worker without being in its hands: it was
 * claimed or was to be given back while the database did not answer. No attempt is used up.
 *
 * @returns how many there were.
 */
export async function handBackJobs(
  knex: Knex,
  {
    workerId,
    inHand,
    beingMade,
  }: {
    workerId: string;
    inHand: readonly Lease[];
    /** Ids of jobs that are left alone, whatever their fence. */
    beingMade: readonly string[];
  },
): Promise<number> {
  return knex<JobRow>('provisioning_jobs')
    .where({ status: 'IN_PROGRESS', locked_by: workerId })
    .whereNot(query => {
      query.whereIn('id', [...beingMade]);
      for (const { jobId, fence } of inHand) {
        query.orWhere({ id: jobId, fence });
      }
    })
    .update({ ...handedBack(knex), run_after: nowMs(knex) as never })
    .timeout(LOOP_STATEMENT_MS);
}
