import { Knex } from 'knex';
import { afterMs, nowMs } from '../dialect';
import { JobRow } from '../rows';
import { Lease, owned } from './leases';

/**
 * Takes a job from a worker whose lease ran out: back into the queue, or ended when it is to be
 * cancelled or has brought down too many workers. Undefined when the worker renewed it meanwhile.
 *
 * @remarks
 * Crashes are counted on their own: the job gets its attempt back, so that the last one is not used
 * up by a worker's end either.
 * It counts as a crash of that worker, until the worker turns out to live; see `forgiveCrashes`.
 */
export async function takeOverJob(
  trx: Knex.Transaction,
  lease: Lease,
  options: { graceMs: number; maxCrashes: number },
): Promise<JobRow | undefined> {
  const poisoned = `crash_count + 1 >= ${options.maxCrashes}`;
  const ended = `(cancel_requested_at IS NOT NULL OR ${poisoned})`;
  const rows = await owned(trx, lease)
    .where('lease_expires_at', '<', afterMs(trx, -options.graceMs))
    .update({
      status: trx.raw(
        `CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED' WHEN ${poisoned} THEN 'FAILED' ELSE 'QUEUED' END`,
      ) as never,
      error_class: trx.raw(
        `CASE WHEN cancel_requested_at IS NULL AND ${poisoned} THEN 'poison' END`,
      ) as never,
      error_message: trx.raw(
        `CASE WHEN cancel_requested_at IS NULL AND ${poisoned} THEN 'The job ended its worker ' || (crash_count + 1) || ' times' END`,
      ) as never,
      completed_at: trx.raw(`CASE WHEN ${ended} THEN ? END`, [
        nowMs(trx),
      ]) as never,
      crash_count: trx.raw('crash_count + 1') as never,
      attempt: trx.raw(
        `CASE WHEN ${ended} THEN attempt ELSE attempt - 1 END`,
      ) as never,
      crashed_worker: trx.ref('locked_by') as never,
      locked_by: null,
      locked_at: null,
      lease_expires_at: null,
      run_after: nowMs(trx) as never,
      updated_at: nowMs(trx) as never,
    })
    .returning('*');
  return rows[0];
}
