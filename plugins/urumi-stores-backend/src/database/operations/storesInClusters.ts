import { Knex } from 'knex';
import { LOOP_STATEMENT_MS } from '../dialect';

/** The stores of one cluster that have something in hand. */
export interface StoresInCluster {
  cluster: string;
  /** Stores with a job that is due, runs or waits. */
  busy: number;
  /** Those of them whose job cannot go on for the cluster's sake. */
  held: number;
  /** Since when the first of them is held, in epoch milliseconds. */
  heldSince: number | undefined;
  /** What one of them was told. */
  message: string | undefined;
}

/**
 * Counts, cluster by cluster, the stores that have something in hand.
 *
 * @param waitingFor - what a job waits for that is held for its cluster's sake.
 */
export async function storesInClusters(
  knex: Knex,
  waitingFor: string,
): Promise<StoresInCluster[]> {
  // A job that tries again keeps the error of its last attempt; of the operator's to fix are only
  // errors of the cluster, as any other one would have ended the job.
  const held = knex.raw(
    `(job.waiting_for = ? OR (job.status = 'IN_PROGRESS' AND job.error_class = 'operator_fixable'))`,
    [waitingFor],
  );
  const since = knex('store_events as event')
    .max('event.created_at')
    .whereRaw('event.store_id = job.store_id')
    .whereRaw('event.job_id = job.id')
    .where('event.event_type', 'job.requeued');
  const jobs = knex('provisioning_jobs as job')
    .join('stores as store', 'store.id', 'job.store_id')
    .whereIn('job.status', ['QUEUED', 'IN_PROGRESS'])
    .select('store.cluster')
    .select(knex.raw('CASE WHEN ? THEN 1 ELSE 0 END AS held', [held]))
    .select(
      knex.raw('CASE WHEN ? THEN job.error_message END AS message', [held]),
    )
    .select(knex.raw('CASE WHEN ? THEN (?) END AS held_since', [held, since]));
  const rows: Record<string, number | string | null>[] = await knex(
    jobs.as('jobs'),
  )
    .groupBy('cluster')
    .select('cluster')
    .count({ busy: '*' })
    .sum({ held: 'held' })
    .min({ since: 'held_since', message: 'message' })
    .timeout(LOOP_STATEMENT_MS);
  return rows.map(row => ({
    cluster: String(row.cluster),
    busy: Number(row.busy),
    held: Number(row.held),
    heldSince: row.since === null ? undefined : Number(row.since),
    message: row.message === null ? undefined : String(row.message),
  }));
}
