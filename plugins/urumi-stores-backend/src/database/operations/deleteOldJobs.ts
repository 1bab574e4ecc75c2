import { Knex } from 'knex';
import { afterMs, isPostgres } from '../dialect';

/**
 * Forgets ended jobs, with their steps, that are older than a time and not among the last ones of
 * their store. Those that made a revision of a living store are its history, and stay.
 *
 * @returns how many were forgotten, at most the limit.
 */
export async function deleteOldJobs(
  trx: Knex.Transaction,
  options: { olderThanMs: number; keepPerStore: number; limit: number },
): Promise<number> {
  const { olderThanMs, keepPerStore, limit } = options;
  const old = trx('provisioning_jobs as job')
    .where('job.completed_at', '<', afterMs(trx, -olderThanMs))
    .whereExists(
      trx('provisioning_jobs as newer')
        .select(trx.raw('1'))
        .whereRaw('newer.store_id = job.store_id')
        .whereRaw('(newer.created_at, newer.id) > (job.created_at, job.id)')
        .limit(1)
        .offset(keepPerStore - 1),
    )
    .whereNotExists(
      trx('job_steps as step')
        .join('stores as store', 'store.id', 'job.store_id')
        .select(trx.raw('1'))
        .whereRaw('step.job_id = job.id')
        .where({ 'step.name': 'release', 'step.state': 'done' })
        .whereNot('store.status', 'DELETED'),
    )
    .orderBy('job.completed_at')
    .limit(limit)
    .pluck('job.id');
  if (isPostgres(trx)) {
    // What another replica is forgetting at the same moment is left to it.
    old.forUpdate('job').skipLocked();
  }
  const ids = await old;
  for (const part of chunks(ids)) {
    await trx('job_steps').whereIn('job_id', part).delete();
    await trx('provisioning_jobs').whereIn('id', part).delete();
  }
  return ids.length;
}

/** SQLite binds a limited number of values in one statement. */
function chunks<T>(items: readonly T[], size = 500): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
