import {
  ClusterIncident,
  ClusterOffer,
  ClusterState,
  CONDITION_TYPES,
  Engine,
  EnginePlan,
  ERROR_CLASSES,
  FailureCause,
  Job,
  JOB_ACTIONS,
  JOB_STATUSES,
  LimitUsage,
  PlanUsage,
  Readiness,
  WorkerReadiness,
  Store,
  STORE_STATUSES,
  StoreCondition,
  StoreCredentials,
  StoreDetails,
  StoreDrift,
  StoreErrorBody,
  StoreEvent,
  StoreHealth,
  StoreJob,
  StoreLimits,
  StoreOperation,
  StorePlanPreview,
  StoreResource,
  StoreResources,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';
import {
  count,
  entityRef,
  Fields,
  id,
  jsonObject,
  time,
} from './responseFields';

const quantities = z
  .record(z.string(), z.string())
  .describe("Hard limits of the namespace's ResourceQuota");

export const conditionSchema = z.strictObject({
  type: z.enum(CONDITION_TYPES),
  state: z
    .enum(['true', 'false', 'unknown'])
    .describe('unknown: it cannot be told at the moment'),
  reason: z.string().describe('Word for programs'),
  message: z.string().describe('Sentence for people'),
  since: time,
} satisfies Fields<StoreCondition>);

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

export const eventSchema = z.strictObject({
  id: count.describe('Grows over all stores'),
  event_type: z.string(),
  message: z.string(),
  created_at: time,
  actor: z.string().describe('Who or what caused it'),
  job_id: id.nullable(),
  level: z.enum(['info', 'warning', 'error']),
  data: jsonObject,
} satisfies Fields<StoreEvent>);

const jobFields = {
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

const limitUsageSchema = z.strictObject({
  used: count,
  allowed: count,
  left: count,
} satisfies Fields<LimitUsage>);

const planUsageSchema = z.strictObject({
  plan: z.string(),
  stores_per_owner: limitUsageSchema.nullable().describe('Of the owner'),
  stores_total: limitUsageSchema.nullable(),
} satisfies Fields<PlanUsage>);

export const limitsSchema = z.strictObject({
  owner: entityRef,
  person: entityRef
    .nullable()
    .describe(
      'The caller; null for programs, which have no limit of their own',
    ),
  stores_per_owner: limitUsageSchema,
  stores_per_person: limitUsageSchema
    .nullable()
    .describe('Living stores that the caller has made, whoever owns them'),
  stores_total: limitUsageSchema,
  writes_per_minute: limitUsageSchema.describe(
    'Of the caller, in the current minute',
  ),
  creates_per_minute: limitUsageSchema.describe(
    'Those of them that make stores',
  ),
  deletes_per_minute: limitUsageSchema.describe(
    'Those of them that delete stores',
  ),
  plans: z
    .array(planUsageSchema)
    .describe('Plans that have limits of their own'),
} satisfies Fields<StoreLimits>);

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

const resourceSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  health: z.enum(['healthy', 'progressing', 'failed', 'unknown']),
  message: z.string().nullable().describe('Why it is not healthy'),
  created_at: time.nullable(),
  details: jsonObject.describe(
    'For pods: node, images, restarts and containers',
  ),
} satisfies Fields<StoreResource>);

export const resourcesSchema = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  simulated_nodes: z
    .boolean()
    .describe('true: the nodes only play pods, nothing of the store runs'),
  items: z.array(resourceSchema),
} satisfies Fields<StoreResources>);

export const credentialsSchema = z.strictObject({
  store_id: id,
  username: z.string(),
  password: z.string(),
  admin_url: z.string(),
} satisfies Fields<StoreCredentials>);

const enginePlanSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  quota: quantities,
} satisfies Fields<EnginePlan>);

export const engineSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  chart_version: z.string(),
  app_version: z.string(),
  default_plan: z.string(),
  plans: z.array(enginePlanSchema),
  parameters_schema: jsonObject.describe('JSON Schema of parameters'),
} satisfies Fields<Engine>);

export const livenessSchema = z.strictObject({ status: z.literal('ok') });

const clusterIncidentSchema = z.strictObject({
  code: z.string().describe('Word for programs, such as ClusterUnreachable'),
  message: z.string(),
  owner: z.literal('platform_operator').describe('Whose turn it is'),
  next_action: z.string(),
  since: time,
  stores_waiting: count.describe('Stores that cannot go on until it is over'),
} satisfies Fields<ClusterIncident>);

const clusterStateSchema = z.strictObject({
  name: z.string(),
  reachable: z.boolean(),
  simulated_nodes: z.boolean().nullable(),
  message: z.string().nullable(),
  since: time.nullable(),
  incident: clusterIncidentSchema
    .nullable()
    .describe('The one thing that is wrong, however many stores wait'),
} satisfies Fields<ClusterState>);

export const clusterOfferSchema = z.strictObject({
  ...clusterStateSchema.shape,
  labels: z
    .record(z.string(), z.string())
    .describe('What cluster_labels of a request can ask for'),
  capacity: limitUsageSchema
    .nullable()
    .describe('Stores that it holds and may hold; null: not limited'),
} satisfies Fields<ClusterOffer>);

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

export const errorBodySchema = z.object({
  error: z.object({ name: z.string(), message: z.string() }),
  detail: z.union([
    z.string(),
    z.array(
      z.strictObject({
        loc: z
          .array(z.union([z.string(), z.number()]))
          .describe('Part of the request, then the way to the field'),
        msg: z.string(),
        type: z.string().describe('Word for programs'),
      }),
    ),
  ]),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ statusCode: z.int() }),
}) satisfies z.ZodType<StoreErrorBody>;

export const openApiSchema = z
  .looseObject({ openapi: z.string() })
  .describe('An OpenAPI 3.1 document');
