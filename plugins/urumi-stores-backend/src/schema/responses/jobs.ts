import {
  ERROR_CLASSES,
  Job,
  JOB_ACTIONS,
  JOB_STATUSES,
  StoreJob,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { count, Fields, id, time } from './responseFields';

export const stepSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['pending', 'running', 'waiting', 'done', 'skipped', 'failed']),
  started_at: time.nullable(),
  finished_at: time.nullable(),
  message: z
    .string()
    .nullable()
    .describe('What the step did, waits for, or failed on'),
  deadline_ms: count
    .nullable()
    .describe('Milliseconds from started_at after which a waiting step fails'),
  usual_ms: count
    .nullable()
    .describe(
      'Median of jobs that ended lately, for the engine and kind of cluster; null: too few of them',
    ),
} satisfies Fields<StoreStep>);

/** Of a job whose store is known. */
export const jobFields = {
  id,
  action: z.enum(JOB_ACTIONS),
  state: z.enum(JOB_STATUSES),
  attempt: count,
  max_attempts: count,
  position: z
    .int()
    .min(1)
    .nullable()
    .describe('1 is next; null unless the job waits for a worker'),
  waiting_for: z
    .string()
    .nullable()
    .describe('What a parked job waits for, such as workloads'),
  locked_by: z.string().nullable().describe('The worker that runs it'),
  lease_expires_at: time.nullable(),
  run_after: time
    .nullable()
    .describe('When it runs next at the latest; null once it has ended'),
  error_message: z.string().nullable(),
  error_class: z.enum(ERROR_CLASSES).nullable(),
  actor: z.string().describe('Who asked for it'),
  created_at: time,
  updated_at: time,
  completed_at: time.nullable(),
} satisfies Fields<StoreJob>;

export const jobSchema = z.strictObject({
  ...jobFields,
  store_id: id,
} satisfies Fields<Job>);
