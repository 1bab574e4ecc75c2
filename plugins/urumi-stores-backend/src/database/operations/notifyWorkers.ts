import { Knex } from 'knex';
import { isPostgres } from '../dialect';

/** Where workers of all replicas listen for work on Postgres. */
export const JOBS_CHANNEL = 'urumi_stores_jobs';

/**
 * Tells the workers of all replicas, once the transaction commits, that a job became due. On SQLite
 * there is one process, which is told directly.
 *
 * @remarks
 * It is an empty hint: whoever misses it finds the job by the next poll.
 */
export async function notifyWorkers(trx: Knex): Promise<void> {
  if (isPostgres(trx)) {
    await trx.select(jobsNotice(trx));
  }
}

/** The hint of {@link notifyWorkers} as an expression of a statement on Postgres. */
export function jobsNotice(trx: Knex): Knex.Raw {
  return trx.raw(`pg_notify(?, '')`, [JOBS_CHANNEL]);
}
