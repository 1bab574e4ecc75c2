import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { isOneOf } from '../recordSet';
import { JobRow } from '../rows';
import { notifyWorkers } from './notifyWorkers';

/**
 * Queues the most urgent waiting job of a store that has no active one.
 *
 * @remarks
 * Safe at any time and from anywhere: with an active job it does nothing.
 */
export async function promoteWaitingJob(
  trx: Knex,
  storeId: string,
): Promise<boolean> {
  return promoteWaitingJobs(trx, [storeId]);
}

/**
 * Queues the most urgent waiting job of each of some stores, as {@link promoteWaitingJob} does.
 *
 * @returns whether there was one.
 */
export async function promoteWaitingJobs(
  trx: Knex,
  storeIds: readonly string[],
): Promise<boolean> {
  const changed = await trx<JobRow>('provisioning_jobs as waiting')
    .where('waiting.status', 'WAITING')
    .where(isOneOf(trx, 'waiting.store_id', storeIds) as never)
    .whereNotExists(
      trx('provisioning_jobs as earlier')
        .whereRaw('earlier.store_id = waiting.store_id')
        .where('earlier.status', 'WAITING')
        .whereRaw(
          '(earlier.priority, earlier.id) < (waiting.priority, waiting.id)',
        )
        .select(trx.raw('1')),
    )
    .whereNotExists(
      trx('provisioning_jobs as active')
        .whereRaw('active.store_id = waiting.store_id')
        .whereIn('active.status', ['QUEUED', 'IN_PROGRESS'])
        .select(trx.raw('1')),
    )
    .update({
      status: 'QUEUED',
      run_after: nowMs(trx) as never,
      updated_at: nowMs(trx) as never,
    });
  if (changed > 0) {
    await notifyWorkers(trx);
  }
  return changed > 0;
}

/** Stores with a waiting job and no active one: their promotion was lost with its process. */
export async function findUnpromotedStores(
  knex: Knex,
  limit: number,
): Promise<string[]> {
  const rows = await knex('provisioning_jobs as waiting')
    .distinct('waiting.store_id')
    .where('waiting.status', 'WAITING')
    .whereNotExists(
      knex('provisioning_jobs as active')
        .whereRaw('active.store_id = waiting.store_id')
        .whereIn('active.status', ['QUEUED', 'IN_PROGRESS'])
        .select(knex.raw('1')),
    )
    .limit(limit);
  return rows.map(row => row.store_id);
}
