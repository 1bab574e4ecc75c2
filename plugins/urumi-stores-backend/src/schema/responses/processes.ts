import {
  Readiness,
  WorkerReadiness,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { clusterStateSchema } from './clusters';
import { count, Fields, time } from './responseFields';

export const livenessSchema = z.strictObject({ status: z.literal('ok') });

const workerReadinessSchema = z.strictObject({
  last_tick_at: time.nullable().describe('When it last looked for jobs'),
  slots: count,
  busy: count,
  loops: z
    .array(
      z.strictObject({
        name: z.string(),
        age_seconds: z.number(),
        failures: count,
      }),
    )
    .describe('With the time since a round of each last ended well'),
  wake_up: z
    .strictObject({
      channel: z.enum(['postgres', 'process']),
      listening: z.boolean(),
    })
    .describe('Without it, jobs of other processes are found by looking'),
  takeovers: count.describe('Jobs taken over from workers that are silent'),
  oldest_due_job_seconds: z.number().nullable(),
} satisfies Fields<WorkerReadiness>);

export const readinessSchema = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  reasons: z.array(z.string()).describe('Why it is unavailable'),
  worker: workerReadinessSchema,
  clusters: z
    .array(clusterStateSchema)
    .describe('An unreachable cluster does not make the backend unavailable'),
} satisfies Fields<Readiness>);

export const openApiSchema = z
  .looseObject({ openapi: z.string() })
  .describe('An OpenAPI 3.1 document');
