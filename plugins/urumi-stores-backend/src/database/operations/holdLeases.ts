import { Knex } from 'knex';
import { isPostgres, nowMs } from '../dialect';
import { isOneOf } from '../recordSet';
import { JobRow, StoreRow } from '../rows';
import { Lease } from './leases';

/** The rows that a lease is about, held by a transaction until it ends. */
export interface HeldRows {
  store: StoreRow;
  job: JobRow;
  /** The database's now, in epoch milliseconds, when both were held. */
  now: number;
}

/**
 * Holds the rows of leases, each of another store: the stores first and their jobs after them, as
 * every transaction does.
 *
 * @param options.wait - for rows that another transaction holds; otherwise they are passed over,
 * so that holding many never waits for one, and never dead-locks.
 * @returns by the job's id; a lease that is missing was passed over, or is no longer held.
 */
export async function holdLeases(
  trx: Knex.Transaction,
  leases: readonly Lease[],
  options: { wait: boolean },
): Promise<Map<string, HeldRows>> {
  const stores = trx<StoreRow>('stores').where(
    isOneOf(
      trx,
      'id',
      leases.map(({ storeId }) => storeId),
    ) as never,
  );
  const jobs = trx<JobRow>('provisioning_jobs')
    .where(
      isOneOf(
        trx,
        'id',
        leases.map(({ jobId }) => jobId),
      ) as never,
    )
    .where('status', 'IN_PROGRESS')
    .select<(JobRow & { now: number })[]>(
      '*',
      trx.raw('? AS now', [nowMs(trx)]),
    );
  if (isPostgres(trx)) {
    stores.orderBy('id').forNoKeyUpdate();
    jobs.orderBy('id').forNoKeyUpdate();
    if (!options.wait) {
      stores.skipLocked();
      jobs.skipLocked();
    }
  }
  // Between the two, SQLite lets nobody else write: there is one connection.
  const storeRows = await stores;
  const storesById = new Map(storeRows.map(row => [row.id, row]));
  const jobsById = new Map((await jobs).map(row => [row.id, row]));
  const held = new Map<string, HeldRows>();
  for (const { jobId, storeId, fence } of leases) {
    const store = storesById.get(storeId);
    const found = jobsById.get(jobId);
    if (store && found && Number(found.fence) === fence) {
      const { now, ...job } = found;
      held.set(jobId, { store, job, now: Number(now) });
    }
  }
  return held;
}
