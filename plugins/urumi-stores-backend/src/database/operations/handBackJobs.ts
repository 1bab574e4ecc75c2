import { Knex } from 'knex';
import { LOOP_STATEMENT_MS, nowMs } from '../dialect';
import { JobRow } from '../rows';
import { Lease } from './leases';

/**
 * Queues again what stands in the name of a living worker without being in its hands: it was
 * claimed or was to be given back while the database did not answer. No attempt is used up.
 *
 * @returns how many there were.
 */
export async function handBackJobs(
  knex: Knex,
  { workerId, inHand }: { workerId: string; inHand: readonly Lease[] },
): Promise<number> {
  return knex<JobRow>('provisioning_jobs')
    .where({ status: 'IN_PROGRESS', locked_by: workerId })
    .whereNot(query => {
      query.whereRaw('1 = 0');
      for (const { jobId, fence } of inHand) {
        query.orWhere({ id: jobId, fence });
      }
    })
    .update({
      status: 'QUEUED',
      attempt: knex.raw('attempt - 1') as never,
      locked_by: null,
      locked_at: null,
      lease_expires_at: null,
      run_after: nowMs(knex) as never,
      updated_at: nowMs(knex) as never,
    })
    .timeout(LOOP_STATEMENT_MS);
}
