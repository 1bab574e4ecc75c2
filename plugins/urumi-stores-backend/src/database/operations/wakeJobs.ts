import { Knex } from 'knex';
import { isPostgres, nowMs } from '../dialect';
import { JobRow } from '../rows';
import { jobsNotice } from './notifyWorkers';

/**
 * Makes parked jobs due: those of the given stores, and those that wait for one of the given things.
 *
 * @returns how many were woken.
 */
export async function wakeJobs(
  knex: Knex,
  which:
    | { storeIds: readonly string[]; waitingFor?: readonly string[] }
    | { waitingFor: readonly string[] },
): Promise<number> {
  const query = knex<JobRow>('provisioning_jobs')
    .whereRaw('runnable')
    .where('run_after', '>', nowMs(knex));
  if ('storeIds' in which) {
    query.whereIn('store_id', [...which.storeIds]);
  }
  if (which.waitingFor) {
    query.whereIn('waiting_for', [...which.waitingFor]);
  } else {
    query.whereNotNull('waiting_for');
  }
  const update = query.update({ run_after: nowMs(knex) as never });
  if (!isPostgres(knex)) {
    return update;
  }
  // One notice in all: equal ones of a transaction are one.
  const woken = await knex
    .with('woken', update.returning('id'))
    .select(jobsNotice(knex))
    .from('woken');
  return woken.length;
}
