import {
  JOB_ACTIONS,
  JOB_STATUSES,
  RevisionChange,
  RevisionObjectChange,
  StoreRevision,
  StoreRevisionDiff,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { Fields, id, jsonObject, time } from './responseFields';

const revision = z.int().min(1).describe("Number of Helm's revision");

export const revisionSchema = z.strictObject({
  revision,
  current: z.boolean().describe('Whether the store runs it'),
  state: z
    .string()
    .nullable()
    .describe(
      "Helm's word; null: the cluster no longer keeps the revision, or cannot be asked",
    ),
  action: z
    .enum(JOB_ACTIONS)
    .nullable()
    .describe('null: not made by the platform'),
  job_id: id.nullable(),
  job_state: z
    .enum(JOB_STATUSES)
    .nullable()
    .describe('How the job that made it ended'),
  actor: z.string().nullable().describe('Who asked for it'),
  message: z.string().describe('What happened, and why'),
  chart_version: z.string(),
  chart_digest: z
    .string()
    .nullable()
    .describe('Of all files of the chart; null: not recorded'),
  plan: z.string().nullable(),
  parameters: jsonObject.nullable(),
  created_at: time,
  rollback: z.strictObject({
    possible: z.boolean(),
    reason: z
      .string()
      .describe('Why not, or what the engine says of the database'),
  }),
} satisfies Fields<StoreRevision>);

const changeSchema = z.strictObject({
  path: z.string(),
  before: z.string().nullable().describe('null: it was not there'),
  after: z.string().nullable().describe('null: it is not there'),
} satisfies Fields<RevisionChange>);

const objectChangeSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  fields: z.array(changeSchema),
} satisfies Fields<RevisionObjectChange>);

export const revisionDiffSchema = z.strictObject({
  from: revision,
  to: revision,
  chart: z
    .strictObject({ before: z.string(), after: z.string() })
    .describe('Versions of the chart'),
  values: z
    .array(changeSchema)
    .nullable()
    .describe('Values that differ; null: those of a revision are not known'),
  manifest: z
    .array(objectChangeSchema)
    .nullable()
    .describe(
      'Rendered objects that differ; null: the cluster does not give those of a revision',
    ),
  note: z
    .string()
    .nullable()
    .describe('What cannot be said, and why; null: all is said'),
} satisfies Fields<StoreRevisionDiff>);
