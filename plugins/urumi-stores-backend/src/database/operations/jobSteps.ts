import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StepState } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { JobRow, StepRow } from '../rows';

/** What is written of a step. What is left out stays. */
export interface StepChange {
  state: StepState;
  message: string | null;
  deadlineMs?: number | null;
  output?: JsonObject;
}

/** The steps of a job, in order. */
export async function listSteps(knex: Knex, jobId: string): Promise<StepRow[]> {
  return knex<StepRow>('job_steps')
    .where({ job_id: jobId })
    .orderBy('position');
}

/** Writes a step of a job whose lease the transaction has proven. */
export async function updateStep(
  trx: Knex.Transaction,
  job: JobRow,
  name: string,
  change: StepChange,
): Promise<void> {
  const ended = ['done', 'skipped', 'failed'].includes(change.state);
  await trx<StepRow>('job_steps')
    .where({ job_id: job.id, name })
    .update({
      state: change.state,
      attempt: job.attempt,
      fence: job.fence,
      message: change.message,
      started_at: trx.raw('coalesce(started_at, ?)', [nowMs(trx)]) as never,
      // A step that runs again keeps the end of its first run, which was told in the log.
      ...(ended && { finished_at: nowMs(trx) as never }),
      ...(change.deadlineMs !== undefined && {
        deadline_ms: change.deadlineMs,
      }),
      ...(change.output && { output: JSON.stringify(change.output) }),
    });
}
