import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres, nowMs } from '../dialect';
import { recordSet } from '../recordSet';
import { currentTraceParent } from '../../tracing';
import { JobRow } from '../rows';
import { NewClaim } from './claimJobs';
import { jobsNotice } from './notifyWorkers';
import { promoteWaitingJob } from './promoteWaitingJob';
import { stepBackJob } from './stepBackJob';

/** A job as it is asked for. */
export interface NewJob {
  id: string;
  storeId: string;
  action: JobAction;
  /** Lower runs first. */
  priority: number;
  maxAttempts: number;
  actor: string;
  /** Frozen: every attempt works from it. Its `schema` says which workers can read it. */
  payload: JsonObject;
  /** The steps of the job, in order. */
  steps: readonly string[];
}

/**
 * Queues a job of a store whose row the transaction holds. Behind an active job of the same store
 * it is WAITING, unless it is more urgent than one that only is queued, which then waits for it.
 * One job per store and action waits at most: it takes over the newest intent.
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
    .first();
  const overtakes =
    active !== undefined &&
    active.priority > job.priority &&
    (await stepBackJob(trx, active));
  if (active) {
    const [waiting] = await trx<JobRow>('provisioning_jobs')
      .where({ store_id: job.storeId, action: job.action, status: 'WAITING' })
      .update({ ...intentOf(job), updated_at: nowMs(trx) as never })
      .returning('id');
    if (waiting) {
      await promoteWaitingJob(trx, job.storeId);
      return waiting.id;
    }
  }
  await insertJob(
    trx,
    job,
    active !== undefined && !overtakes ? 'WAITING' : 'QUEUED',
  );
  return job.id;
}

/** What a job has of who asks for it: of the newest who does, while it waits. */
function intentOf(job: NewJob) {
  return {
    payload: JSON.stringify(job.payload),
    payload_schema: Number(job.payload.schema ?? 0),
    actor: job.actor,
    trace_parent: currentTraceParent(),
  };
}

/** On Postgres by one statement, as somebody waits for the answer. */
async function insertJob(
  trx: Knex.Transaction,
  job: NewJob,
  status: 'QUEUED' | 'WAITING',
): Promise<void> {
  const { insert, steps } = jobInserts(trx, job, status);
  if (isPostgres(trx)) {
    await trx
      .with('job', insert)
      .with('steps', steps)
      .select(status === 'QUEUED' ? jobsNotice(trx) : trx.raw('1'));
  } else {
    await insert;
    await steps;
  }
}

const COLUMNS = {
  id: 'uuid',
  store_id: 'uuid',
  action: 'text',
  status: 'text',
  max_attempts: 'integer',
  priority: 'integer',
  payload: 'text',
  payload_schema: 'integer',
  actor: 'text',
  trace_parent: 'text',
} as const;

/**
 * The statements that insert a job and its steps. Each ends with its `FROM`, so that a condition can follow.
 *
 * @param state - the claim of the worker that has the job from the start, or how it waits for one.
 * @param owner - of the store; left out: its row tells.
 */
export function jobInserts(
  trx: Knex,
  job: NewJob,
  state: 'QUEUED' | 'WAITING' | (NewClaim & { fence: number | Knex.Raw }),
  owner = trx.raw('(SELECT owner_ref FROM stores WHERE id = record.store_id)'),
): { insert: Knex.Raw; steps: Knex.Raw } {
  const names = Object.keys(COLUMNS).join(', ');
  const now = nowMs(trx);
  const isClaimed = typeof state === 'object';
  const held = isClaimed
    ? {
        columns: ', attempt, fence, locked_by, locked_at, lease_expires_at',
        values: ', 1, ?, ?, ?, ? + ?',
        bindings: [
          state.fence,
          state.workerId,
          now,
          now,
          Math.round(state.leaseMs),
        ],
      }
    : { columns: '', values: '', bindings: [] };
  const row = {
    ...intentOf(job),
    id: job.id,
    store_id: job.storeId,
    action: job.action,
    status: isClaimed ? 'IN_PROGRESS' : state,
    max_attempts: job.maxAttempts,
    priority: job.priority,
  };
  return {
    insert: trx.raw(
      `INSERT INTO provisioning_jobs (${names}, owner_ref, run_after, created_at, updated_at${held.columns})
       SELECT ${names}, ?, ?, ?, ?${held.values} FROM ?`,
      [owner, now, now, now, ...held.bindings, recordSet(trx, COLUMNS, [row])],
    ),
    steps: trx.raw(
      `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
       SELECT job_id, name, position, 'pending', 0, 0 FROM ?`,
      [
        recordSet(
          trx,
          { job_id: 'uuid', name: 'text', position: 'integer' },
          job.steps.map((name, position) => ({
            job_id: job.id,
            name,
            position,
          })),
        ),
      ],
    ),
  };
}
