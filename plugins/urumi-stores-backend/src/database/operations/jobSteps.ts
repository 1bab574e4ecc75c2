import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StepState } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { isOneOf, recordSet } from '../recordSet';
import { JobRow, StepRow } from '../rows';

/** What is written of a step. What is left out stays. */
export interface StepChange {
  state: StepState;
  message: string | null;
  deadlineMs?: number | null;
  output?: JsonObject;
}

/** A change of one step of a job. */
export interface ChangedStep extends StepChange {
  job: JobRow;
  name: string;
  /** When it changes, in epoch milliseconds of the database; left out: now. */
  at?: number;
}

const COLUMNS = {
  job_id: 'uuid',
  name: 'text',
  state: 'text',
  attempt: 'integer',
  fence: 'bigint',
  message: 'text',
  ended: 'boolean',
  sets_deadline: 'boolean',
  deadline_ms: 'bigint',
  output: 'text',
  at: 'bigint',
} as const;

/** The steps of a job, in order. */
export async function listSteps(knex: Knex, jobId: string): Promise<StepRow[]> {
  return knex<StepRow>('job_steps')
    .where({ job_id: jobId })
    .orderBy('position');
}

/** The steps of some jobs, in order. */
export async function listStepsOf(
  knex: Knex,
  jobIds: readonly string[],
): Promise<StepRow[]> {
  return knex<StepRow>('job_steps')
    .where(isOneOf(knex, 'job_id', jobIds) as never)
    .orderBy(['job_id', 'position']);
}

/** A step as {@link stepsUpdate} leaves it at that moment, in epoch milliseconds of the database. */
export function changedStep(
  step: StepRow,
  job: JobRow,
  change: StepChange,
  now: number,
): StepRow {
  const { state, message, deadlineMs, output } = change;
  return {
    ...step,
    state,
    attempt: job.attempt,
    fence: job.fence,
    message,
    started_at: step.started_at ?? now,
    finished_at: isOver(state) ? now : step.finished_at,
    deadline_ms: deadlineMs === undefined ? step.deadline_ms : deadlineMs,
    output: output ? JSON.stringify(output) : step.output,
  };
}

function isOver(state: StepState): boolean {
  return ['done', 'skipped', 'failed'].includes(state);
}

/** Writes a step of a job whose lease the transaction has proven. */
export async function updateStep(
  trx: Knex.Transaction,
  job: JobRow,
  name: string,
  change: StepChange,
): Promise<void> {
  await stepsUpdate(trx, [{ job, name, ...change }]);
}

/** Writes steps of jobs whose leases the transaction has proven; each step once. */
export function stepsUpdate(
  trx: Knex,
  changes: readonly ChangedStep[],
): Knex.Raw {
  const rows = changes.map(({ job, name, ...change }) => ({
    job_id: job.id,
    name,
    state: change.state,
    attempt: job.attempt,
    fence: job.fence,
    message: change.message,
    ended: isOver(change.state),
    sets_deadline: change.deadlineMs !== undefined,
    deadline_ms: change.deadlineMs ?? null,
    output: change.output ? JSON.stringify(change.output) : null,
    at: change.at ?? null,
  }));
  const now = trx.raw('coalesce(record.at, ?)', [nowMs(trx)]);
  // A step that runs again keeps the end of its first run, which was told in the log.
  return trx.raw(
    `UPDATE job_steps
        SET state = record.state, attempt = record.attempt, fence = record.fence,
            message = record.message,
            started_at = coalesce(started_at, ?),
            finished_at = CASE WHEN record.ended THEN ? ELSE finished_at END,
            deadline_ms = CASE WHEN record.sets_deadline THEN record.deadline_ms ELSE job_steps.deadline_ms END,
            output = coalesce(record.output, job_steps.output)
       FROM ?
      WHERE job_steps.job_id = record.job_id AND job_steps.name = record.name AND ?`,
    [
      now,
      now,
      recordSet(trx, COLUMNS, rows),
      isOneOf(
        trx,
        'job_steps.job_id',
        rows.map(({ job_id }) => job_id),
      ),
    ],
  );
}
