import { Knex } from 'knex';
import { isPostgres, nowMs, nowMsSql } from '../dialect';
import { isOneOf } from '../recordSet';
import { JobRow, StepRow, StoreRow } from '../rows';
import { runPrepared } from '../runPrepared';
import { listStepsOf } from './jobSteps';
import { Lease } from './leases';

/** The rows that a lease is about, held by a transaction until it ends. */
export interface HeldRows {
  store: StoreRow;
  job: JobRow;
  /** The job's steps in order. */
  steps: readonly StepRow[];
  /** The database's now, in epoch milliseconds, when all were held. */
  now: number;
  /** Of the store's row on Postgres: another one each time that anybody writes it. */
  version?: string;
}

/**
 * Holds the rows of leases, each of another store. Rows that another transaction holds are passed
 * over: holding many never waits for one, and so never dead-locks.
 *
 * @returns by the job's id; a lease that is missing was passed over, or is no longer held.
 */
export async function holdLeases(
  trx: Knex.Transaction,
  leases: readonly Lease[],
): Promise<Map<string, HeldRows>> {
  if (!isPostgres(trx)) {
    return holdInTurn(trx, leases);
  }
  const hold = trx.raw<{ rows: HeldRows[] }>(
    `SELECT to_json(store) AS store, store.xmin::text AS version, to_json(job) AS job, ${nowMsSql(
      trx,
    )} AS now,
            (SELECT coalesce(json_agg(step ORDER BY position), '[]')
               FROM job_steps step WHERE step.job_id = job.id) AS steps
       FROM provisioning_jobs job JOIN stores store ON store.id = job.store_id
      WHERE job.status = 'IN_PROGRESS' AND ?
        FOR NO KEY UPDATE OF store, job SKIP LOCKED`,
    [
      isOneOf(
        trx,
        'job.id',
        leases.map(({ jobId }) => jobId),
      ),
    ],
  );
  const { rows } = await runPrepared(trx, hold);
  return stillHeld(leases, rows);
}

/** Holds the rows of a lease, and waits for them where another transaction holds them. */
export async function holdLease(
  trx: Knex.Transaction,
  lease: Lease,
): Promise<HeldRows | undefined> {
  const held = await holdInTurn(trx, [lease]);
  return held.get(lease.jobId);
}

/** The stores first and their jobs after them, as every transaction does that waits. */
async function holdInTurn(
  trx: Knex.Transaction,
  leases: readonly Lease[],
): Promise<Map<string, HeldRows>> {
  const jobIds = leases.map(({ jobId }) => jobId);
  const storeIds = leases.map(({ storeId }) => storeId);
  const stores: (StoreRow & { version?: string })[] = await trx('stores')
    .where(isOneOf(trx, 'id', storeIds) as never)
    .select('*', ...(isPostgres(trx) ? [trx.raw('xmin::text AS version')] : []))
    .forNoKeyUpdate();
  const jobs: (JobRow & { now: number })[] = await trx('provisioning_jobs')
    .where(isOneOf(trx, 'id', jobIds) as never)
    .where('status', 'IN_PROGRESS')
    .select('*', trx.raw('? AS now', [nowMs(trx)]))
    .forNoKeyUpdate();
  const steps = await listStepsOf(trx, jobIds);
  const rows = jobs.flatMap(({ now, ...job }) => {
    const found = stores.find(({ id }) => id === job.store_id);
    if (!found) {
      return [];
    }
    const { version, ...store } = found;
    const own = steps.filter(step => step.job_id === job.id);
    return [{ store, job, steps: own, now, version }];
  });
  return stillHeld(leases, rows);
}

function stillHeld(
  leases: readonly Lease[],
  found: readonly HeldRows[],
): Map<string, HeldRows> {
  const fences = new Map(leases.map(({ jobId, fence }) => [jobId, fence]));
  return new Map(
    found
      .filter(({ job }) => fences.get(job.id) === Number(job.fence))
      .map(rows => [rows.job.id, rowsAt(rows, Number(rows.now))]),
  );
}

/** The rows at a moment, in epoch milliseconds, at which the store is to be written. */
export function rowsAt(rows: HeldRows, now: number): HeldRows {
  return { ...rows, store: { ...rows.store, updated_at: now }, now };
}
