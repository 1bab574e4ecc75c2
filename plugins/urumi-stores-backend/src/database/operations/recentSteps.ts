import { Knex } from 'knex';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { isOneOf } from '../recordSet';
import { JobRow, StepRow, StoreRow } from '../rows';

/** How long a step of a job took that ended well. */
export interface RecentStep {
  engine: string;
  cluster: string;
  action: JobAction;
  name: string;
  durationMs: number;
}

/**
 * The steps of jobs that succeeded, among the ones that ended last, so many of whatever outcome.
 * Stores and steps are looked up by their keys: one statement over all would let a planner read
 * whole tables.
 */
export async function recentSteps(
  knex: Knex,
  limit: number,
): Promise<RecentStep[]> {
  const ended = await knex<JobRow>('provisioning_jobs')
    .whereNotNull('completed_at')
    .orderBy('completed_at', 'desc')
    .limit(limit)
    .select('id', 'store_id', 'action', 'status');
  const jobs = new Map(
    ended
      .filter(({ status }) => status === 'SUCCEEDED')
      .map(job => [job.id, job]),
  );
  const storeIds = [...jobs.values()].map(job => job.store_id);
  const stores = new Map(
    (
      await knex<StoreRow>('stores')
        .where(isOneOf(knex, 'id', storeIds) as never)
        .select('id', 'engine', 'cluster')
    ).map(({ id, ...store }) => [id, store]),
  );
  const steps = await knex<StepRow>('job_steps')
    .where(isOneOf(knex, 'job_id', [...jobs.keys()]) as never)
    .where({ state: 'done' })
    .select('job_id', 'name', 'started_at', 'finished_at');
  return steps.flatMap(step => {
    const job = jobs.get(step.job_id);
    const store = job && stores.get(job.store_id);
    return store && step.started_at !== null && step.finished_at !== null
      ? {
          ...store,
          action: job.action,
          name: step.name,
          durationMs: Number(step.finished_at) - Number(step.started_at),
        }
      : [];
  });
}
