import { Knex } from 'knex';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';
import { notifyWorkers } from './notifyWorkers';

/**
 * Makes parked jobs due: those of the given stores, or all that wait for one of the given things.
 *
 * @returns how many were woken.
 */
export async function wakeJobs(
  knex: Knex,
  which: { storeIds: readonly string[] } | { waitingFor: readonly string[] },
): Promise<number> {
  const query = knex<JobRow>('provisioning_jobs')
    .whereRaw('runnable')
    .where('run_after', '>', nowMs(knex));
  if ('storeIds' in which) {
    query.whereNotNull('waiting_for').whereIn('store_id', [...which.storeIds]);
  } else {
    query.whereIn('waiting_for', [...which.waitingFor]);
  }
  const woken = await query.update({ run_after: nowMs(knex) as never });
  if (woken > 0) {
    await notifyWorkers(knex);
  }
  return woken;
}
