import { Knex } from 'knex';
import { JobRow } from '../rows';

/**
 * Takes back the crashes that were put down to a worker which lives: it was only cut off. A job
 * that has ended stays as it is.
 *
 * @param options - `except`: jobs whose crash stays, by id.
 * @returns how many there were.
 */
export async function forgiveCrashes(
  knex: Knex,
  { workerId, except }: { workerId: string; except: readonly string[] },
): Promise<number> {
  return knex<JobRow>('provisioning_jobs')
    .where({ crashed_worker: workerId })
    .whereNotIn('id', [...except])
    .whereIn('status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .update({
      crash_count: knex.raw('crash_count - 1') as never,
      crashed_worker: null,
    });
}

/** Makes a crash final that was put down to a worker: it lives, but the job has held it up. */
export async function keepCrash(
  knex: Knex,
  jobId: string,
  workerId: string,
): Promise<void> {
  await knex<JobRow>('provisioning_jobs')
    .where({ id: jobId, crashed_worker: workerId })
    .update({ crashed_worker: null });
}
