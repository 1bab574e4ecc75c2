import { Knex } from 'knex';
import { JobStatus } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';

/** Which jobs, and from where. */
export interface ListJobsFilter {
  storeId?: string;
  status?: readonly JobStatus[];
  after?: { createdAt: number; id: string };
  /** What the caller may see, as a condition on the store. */
  visible: (query: Knex.QueryBuilder) => void;
}

/** Jobs, newest first. */
export async function listJobs(
  knex: Knex,
  filter: ListJobsFilter,
  limit: number,
): Promise<JobRow[]> {
  const query = knex<JobRow>('provisioning_jobs')
    .whereExists(
      knex('stores')
        .whereRaw('stores.id = provisioning_jobs.store_id')
        .where(nested => filter.visible(nested))
        .select(knex.raw('1')),
    )
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (filter.storeId !== undefined) {
    query.where('store_id', filter.storeId);
  }
  if (filter.status) {
    query.whereIn('status', [...filter.status]);
  }
  if (filter.after) {
    query.whereRaw('(created_at, id) < (?, ?)', [
      filter.after.createdAt,
      filter.after.id,
    ]);
  }
  return query;
}

/** The job of an id, or undefined. */
export async function findJob(
  knex: Knex,
  jobId: string,
): Promise<JobRow | undefined> {
  return knex<JobRow>('provisioning_jobs').where({ id: jobId }).first();
}

/** The job that a store has in hand, else its last one. */
export async function currentJob(
  knex: Knex,
  storeId: string,
): Promise<JobRow | undefined> {
  return knex<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .orderByRaw(
      `CASE WHEN status IN ('QUEUED', 'IN_PROGRESS') THEN 0 WHEN status = 'WAITING' THEN 1 ELSE 2 END, created_at DESC, id DESC`,
    )
    .first();
}

/** Places in the queue of the due jobs that wait for a worker, from 1 on. */
export async function queuePositions(
  knex: Knex,
  limit: number,
): Promise<Map<string, number>> {
  const rows = await knex<JobRow>('provisioning_jobs')
    .whereRaw('runnable')
    .where('run_after', '<=', nowMs(knex))
    .orderBy(['priority', 'run_after', 'id'])
    .limit(limit)
    .select('id');
  return new Map(rows.map((row, index) => [row.id, index + 1]));
}

/** Ids of all jobs that a store ever had. */
export async function jobIdsOf(
  knex: Knex,
  storeId: string,
): Promise<ReadonlySet<string>> {
  const rows = await knex<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .select('id');
  return new Set(rows.map(({ id }) => id));
}
