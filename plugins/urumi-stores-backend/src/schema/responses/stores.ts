import {
  CONDITION_TYPES,
  ERROR_CLASSES,
  FailureCause,
  Store,
  STORE_STATUSES,
  StoreCondition,
  StoreDetails,
  StoreDrift,
  StoreHealth,
  StoreOperation,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import { eventSchema } from './insideStore';
import { jobFields, stepSchema } from './jobs';
import { limitsSchema } from './limits';
import {
  count,
  entityRef,
  Fields,
  id,
  jsonObject,
  quantities,
  time,
} from './responseFields';

export const conditionSchema = z.strictObject({
  type: z.enum(CONDITION_TYPES),
  state: z
    .enum(['true', 'false', 'unknown'])
    .describe('unknown: it cannot be told at the moment'),
  reason: z.string().describe('Word for programs'),
  message: z.string().describe('Sentence for people'),
  since: time,
} satisfies Fields<StoreCondition>);

export const failureSchema = z.strictObject({
  code: z.string().describe('Word for programs'),
  message: z.string().describe('What happened, to what'),
  error_class: z.enum(ERROR_CLASSES),
  owner: z
    .enum(['nobody', 'store_owner', 'platform_operator'])
    .describe('Who has to act; nobody: it is tried again by itself'),
  next_action: z.string(),
} satisfies Fields<FailureCause>);

const storeFields = {
  id,
  engine: z.string(),
  display_name: z.string().nullable(),
  namespace: z.string().describe('Kubernetes namespace of the store'),
  release_name: z.string().describe('Helm release of the store'),
  status: z.enum(STORE_STATUSES),
  url: z
    .string()
    .nullable()
    .describe("The shop's address; null unless the store is READY"),
  admin_url: z
    .string()
    .nullable()
    .describe('Address of the admin pages; null unless url is there'),
  last_error: z.string().nullable(),
  created_at: time,
  updated_at: time,
  plan: z.string(),
  cluster: z.string(),
  owner: entityRef.describe('Entity ref of the owning group or user'),
  created_by: z.string().describe('Who asked for the store'),
  hostname: z.string(),
  parameters: jsonObject.describe("Settings, by the engine's schema"),
  chart_version: z.string(),
  ready_at: time.nullable(),
  deleted_at: time.nullable(),
  conditions: z.array(conditionSchema),
  failure: failureSchema
    .nullable()
    .describe('Cause of the last failure; null unless the store is FAILED'),
} satisfies Fields<Store>;

export const storeSchema = z.strictObject(storeFields);

const driftSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  part: z.enum(['guardrails', 'release']),
  change: z
    .enum(['changed', 'missing', 'added'])
    .describe('added: an object that must not be there'),
  field: z
    .string()
    .nullable()
    .describe('Path of the field; null: the whole object'),
  expected: z
    .string()
    .nullable()
    .describe('What was applied; null when nothing was or it may be a secret'),
  actual: z
    .string()
    .nullable()
    .describe('What is there; null when nothing is or it may be a secret'),
  changed_by: z
    .string()
    .nullable()
    .describe(
      'Field manager that the API server names; it is no proof of identity',
    ),
  changed_at: time.nullable().describe('According to the API server'),
} satisfies Fields<StoreDrift>);

const healthSchema = z.strictObject({
  cause: failureSchema
    .nullable()
    .describe('Why the store is degraded; null when it is well'),
  drift: z
    .array(driftSchema)
    .describe('What of the store was changed outside of the platform'),
} satisfies Fields<StoreHealth>);

export const storeDetailsSchema = z.strictObject({
  ...storeFields,
  events: z.array(eventSchema).describe('The newest 50, newest first'),
  job: z
    .strictObject(jobFields)
    .nullable()
    .describe('The running job, or the last one'),
  steps: z.array(stepSchema).describe('Steps of that job'),
  health: healthSchema.describe('What the last look at a READY store found'),
} satisfies Fields<StoreDetails>);

export const operationSchema = z.strictObject({
  store_id: id,
  status: z.enum(STORE_STATUSES),
  namespace: z.string(),
  queued_job_id: id,
} satisfies Fields<StoreOperation>);

export const planPreviewSchema = z.strictObject({
  engine: z.string(),
  plan: z.string(),
  cluster: z.string(),
  owner: entityRef,
  namespace: z.string().describe('With a made-up id'),
  host: z.string(),
  chart: z.strictObject({ name: z.string(), version: z.string() }),
  objects: z
    .record(z.string(), count)
    .describe('How many Kubernetes objects of each kind would be made'),
  quota: quantities,
  limits: limitsSchema,
  problems: z
    .array(z.strictObject({ code: z.string(), message: z.string() }))
    .describe(
      'What would keep the store from being created or from getting ready',
    ),
} satisfies Fields<StorePlanPreview>);
