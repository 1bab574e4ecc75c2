import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { JobRow } from '../rows';

/** A job as it is asked for. */
export interface NewJob {
  id: string;
  storeId: string;
  action: JobAction;
  /** Lower runs first. */
  priority: number;
  maxAttempts: number;
  actor: string;
  /** Frozen: every attempt works from it. */
  payload: JsonObject;
  /** The steps of the job, in order. */
  steps: readonly string[];
}

/**
 * Queues a job of a store whose row the transaction holds. Behind an active job of the same
 * store it is WAITING; one job per store and action waits at most.
 *
 * @returns the id of the job that will do it: the given one, or the one that waits already.
 */
export async function enqueueJob(
  trx: Knex.Transaction,
  job: NewJob,
): Promise<string> {
  const active = await trx<JobRow>('provisioning_jobs')
    .where({ store_id: job.storeId })
    .whereIn('status', ['QUEUED', 'IN_PROGRESS'])
    .first('id');
  if (active) {
    const waiting = await trx<JobRow>('provisioning_jobs')
      .where({ store_id: job.storeId, action: job.action, status: 'WAITING' })
      .first('id');
    if (waiting) {
      return waiting.id;
    }
  }
  await trx('provisioning_jobs').insert({
    id: job.id,
    store_id: job.storeId,
    action: job.action,
    status: active ? 'WAITING' : 'QUEUED',
    max_attempts: job.maxAttempts,
    priority: job.priority,
    run_after: nowMs(trx),
    payload: JSON.stringify(job.payload),
    actor: job.actor,
    created_at: nowMs(trx),
    updated_at: nowMs(trx),
  });
  await trx('job_steps').insert(
    job.steps.map((name, position) => ({
      job_id: job.id,
      name,
      position,
      state: 'pending',
      attempt: 0,
      fence: 0,
    })),
  );
  return job.id;
}
