import { Knex } from 'knex';
import { afterMs, LOOP_STATEMENT_MS, nowMs } from '../dialect';
import { JobRow } from '../rows';

/** The proof that a worker owns an attempt of a job. */
export interface Lease {
  jobId: string;
  storeId: string;
  fence: number;
}

/**
 * Proves, and keeps proven until the transaction ends, that the lease is still the worker's.
 * Undefined: it is not; write nothing.
 */
export async function lockLease(
  trx: Knex.Transaction,
  lease: Lease,
): Promise<JobRow | undefined> {
  const rows = await owned(trx, lease)
    .update({ updated_at: nowMs(trx) as never })
    .returning('*');
  return rows[0];
}

/** Whether the lease is still the worker's, and the job to be cancelled, at this moment. */
export async function readLease(
  knex: Knex,
  lease: Lease,
): Promise<Pick<JobRow, 'id' | 'cancel_requested_at'> | undefined> {
  return owned(knex, lease).first('id', 'cancel_requested_at');
}

/**
 * Extends leases.
 *
 * @returns those that are still held, with whether the job is to be cancelled; a lease that is
 * missing is lost.
 */
export async function renewLeases(
  knex: Knex,
  leases: readonly Lease[],
  leaseMs: number,
): Promise<Map<string, { cancelRequested: boolean }>> {
  const held = new Map<string, { cancelRequested: boolean }>();
  if (leases.length === 0) {
    return held;
  }
  const rows = await knex<JobRow>('provisioning_jobs')
    .where('status', 'IN_PROGRESS')
    .where(query => {
      for (const { jobId, fence } of leases) {
        query.orWhere({ id: jobId, fence });
      }
    })
    .update({ lease_expires_at: afterMs(knex, leaseMs) as never })
    .returning(['id', 'cancel_requested_at'])
    .timeout(LOOP_STATEMENT_MS);
  for (const row of rows) {
    held.set(row.id, { cancelRequested: row.cancel_requested_at !== null });
  }
  return held;
}

/** Jobs whose lease ran out more than a grace time ago. */
export async function findExpiredLeases(
  knex: Knex,
  graceMs: number,
  limit: number,
): Promise<Lease[]> {
  const rows = await knex<JobRow>('provisioning_jobs')
    .where('status', 'IN_PROGRESS')
    .where('lease_expires_at', '<', afterMs(knex, -graceMs))
    .orderBy('id')
    .limit(limit)
    .select('id', 'store_id', 'fence')
    .timeout(LOOP_STATEMENT_MS);
  return rows.map(row => ({
    jobId: row.id,
    storeId: row.store_id,
    fence: Number(row.fence),
  }));
}

/** The job's row as long as the lease is held. */
export function owned(trx: Knex, lease: Lease) {
  return trx<JobRow>('provisioning_jobs').where({
    id: lease.jobId,
    fence: lease.fence,
    status: 'IN_PROGRESS',
  });
}
