import { Knex } from 'knex';
import { afterMs, nowMs } from '../dialect';
import { JobRow } from '../rows';
import { Lease, owned } from './leases';

/**
 * Takes a job from a worker that could not hold its lease: back into the queue, or ended when it is to be
 * cancelled or has brought down too many workers. Undefined when the worker renewed it meanwhile.
 *
 * @remarks
 * It counts as a crash of that worker, until the worker turns out to live; see `forgiveCrashes`.
 * Crashes are counted on their own: the job gets its attempt back, so that the last one is not used
 * up by a worker's end either.
 */
export async function takeOverJob(
  trx: Knex.Transaction,
  lease: Lease,
  options: {
    maxCrashes: number;
    /** How long ago the lease must have run out; undefined: it need not have. */
    graceMs: number | undefined;
    /** Whether the crash stands although the worker lives. */
    isProven: boolean;
  },
): Promise<JobRow | undefined> {
  const poisoned = `crash_count + 1 >= ${options.maxCrashes}`;
  const ended = `(cancel_requested_at IS NOT NULL OR ${poisoned})`;
  const { graceMs } = options;
  const rows = await owned(trx, lease)
    .modify(query => {
      if (graceMs !== undefined) {
        query.where('lease_expires_at', '<', afterMs(trx, -graceMs));
      }
    })
    .update({
      status: trx.raw(
        `CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED' WHEN ${poisoned} THEN 'FAILED' ELSE 'QUEUED' END`,
      ) as never,
      error_class: trx.raw(
        `CASE WHEN cancel_requested_at IS NULL AND ${poisoned} THEN 'poison' END`,
      ) as never,
      error_message: trx.raw(
        `CASE WHEN cancel_requested_at IS NULL AND ${poisoned} THEN 'The job ended or blocked its worker ' || (crash_count + 1) || ' times' END`,
      ) as never,
      completed_at: trx.raw(`CASE WHEN ${ended} THEN ? END`, [
        nowMs(trx),
      ]) as never,
      crash_count: trx.raw('crash_count + 1') as never,
      crashed_worker: options.isProven ? null : (trx.ref('locked_by') as never),
      attempt: trx.raw(
        `CASE WHEN ${ended} THEN attempt ELSE attempt - 1 END`,
      ) as never,
      locked_by: null,
      locked_at: null,
      lease_expires_at: null,
      run_after: nowMs(trx) as never,
      updated_at: nowMs(trx) as never,
    })
    .returning('*');
  return rows[0];
}
