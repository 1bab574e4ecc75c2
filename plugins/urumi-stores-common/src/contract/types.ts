import { JsonObject } from '@backstage/types';
import { ErrorClass, JobAction, JobStatus, StoreStatus } from './statuses';
import { StoreSort } from './storeSorts';

/** Types of store conditions that this version reports. @public */
export const CONDITION_TYPES = [
  'Available',
  'Verified',
  'Progressing',
  'Isolated',
  'Degraded',
  'Drifted',
  'UpgradeAvailable',
] as const;

/** @public */
export type ConditionType = (typeof CONDITION_TYPES)[number];

/**
 * One aspect of a store's state, like a Kubernetes condition.
 *
 * @public
 */
export interface StoreCondition {
  type: ConditionType;
  /** `true`, `false`, or `unknown` when it cannot be told at the moment. */
  state: 'true' | 'false' | 'unknown';
  /** CamelCase word for programs. */
  reason: string;
  /** Sentence for people. */
  message: string;
  /** RFC 3339, UTC: since when `state` has been as it is. */
  since: string;
}

/** @public */
export type StepState =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'done'
  | 'skipped'
  | 'failed';

/**
 * One named step of the store's current or last job.
 *
 * @public
 */
export interface StoreStep {
  name: string;
  state: StepState;
  /** RFC 3339, UTC; null before the step starts. */
  started_at: string | null;
  finished_at: string | null;
  /** What the step did, waits for, or failed on. */
  message: string | null;
  /** Milliseconds after which a waiting step fails, counted from `started_at`. */
  deadline_ms: number | null;
  /**
   * Milliseconds that this step took in half of the jobs that ended lately, of the same engine and
   * kind of cluster; null when there were too few of them.
   */
  usual_ms: number | null;
}

/**
 * Why a store or a job failed, whose turn it is, and what to do.
 *
 * @public
 */
export interface FailureCause {
  /** CamelCase word for programs, such as `ImagePullFailed`. */
  code: string;
  /** What happened, to what. */
  message: string;
  error_class: ErrorClass;
  /** Who has to act: `nobody` when it is tried again by itself. */
  owner: 'nobody' | 'store_owner' | 'platform_operator';
  next_action: string;
}

/**
 * A store as it stands in lists.
 *
 * @public
 */
export interface Store {
  id: string;
  engine: string;
  display_name: string | null;
  namespace: string;
  release_name: string;
  status: StoreStatus;
  /** The shop's address; null unless the store is READY. */
  url: string | null;
  /** Address of the admin pages; null unless `url` is there. */
  admin_url: string | null;
  last_error: string | null;
  created_at: string;
  updated_at: string;
  plan: string;
  cluster: string;
  /** Entity ref of the owning group or user. */
  owner: string;
  /** Entity ref of the principal who asked for the store. */
  created_by: string;
  hostname: string;
  parameters: JsonObject;
  chart_version: string;
  ready_at: string | null;
  deleted_at: string | null;
  conditions: StoreCondition[];
  /** Cause of the last failure; null unless the store is FAILED. */
  failure: FailureCause | null;
}

/** @public */
export interface StoreEvent {
  /** Grows over all stores; use it as `after` or `Last-Event-ID`. */
  id: number;
  event_type: string;
  message: string;
  created_at: string;
  actor: string;
  job_id: string | null;
  level: 'info' | 'warning' | 'error';
  data: JsonObject;
}

/**
 * A job as it stands in the queue.
 *
 * @public
 */
export interface Job {
  id: string;
  store_id: string;
  action: JobAction;
  state: JobStatus;
  attempt: number;
  max_attempts: number;
  /** 1 is next; null unless the job is due and waits for a worker slot. */
  position: number | null;
  /** What a parked job waits for, such as `workloads`; null when it waits for nothing. */
  waiting_for: string | null;
  locked_by: string | null;
  lease_expires_at: string | null;
  /** When the job runs next at the latest; null once it has ended. */
  run_after: string | null;
  error_message: string | null;
  error_class: ErrorClass | null;
  actor: string;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
}

/**
 * A job nested in a store. Its store is the one it stands in.
 *
 * @public
 */
export type StoreJob = Omit<Job, 'store_id'>;

/**
 * One thing of a store that is not as the platform applied it.
 *
 * @public
 */
export interface StoreDrift {
  kind: string;
  name: string;
  /** `guardrails` stand beside the chart: quota, policies, namespace labels. */
  part: 'guardrails' | 'release';
  /** `added`: an object that must not be there. */
  change: 'changed' | 'missing' | 'added';
  /** Path of the field, such as `spec.replicas`; null when the whole object is meant. */
  field: string | null;
  /** What was applied; null when nothing was, or when it may be a secret. */
  expected: string | null;
  /** What is there; null when nothing is, or when it may be a secret. */
  actual: string | null;
  /**
   * The field manager that the API server names for it. Anybody may call themselves anything, so
   * it is no proof of identity. Null when the API server names nobody.
   */
  changed_by: string | null;
  /** RFC 3339, UTC, according to the API server. */
  changed_at: string | null;
}

/**
 * What the last look at a READY store found.
 *
 * @public
 */
export interface StoreHealth {
  /** Why the store is degraded, whose turn it is, and what to do; null when it is well. */
  cause: FailureCause | null;
  /** What of the store was changed outside of the platform. */
  drift: StoreDrift[];
}

/** Answer of `GET /stores/{id}`. @public */
export interface StoreDetails extends Store {
  /** The newest 50, newest first. */
  events: StoreEvent[];
  /** The running job, or the last one. */
  job: StoreJob | null;
  steps: StoreStep[];
  health: StoreHealth;
}

/** @public */
export interface CreateStoreRequest {
  /** Default `woocommerce`. */
  engine?: string;
  /** At most 120 characters. Kept as written; need not be unique. */
  display_name?: string;
  plan?: string;
  /** Entity ref; default: the caller's team. */
  owner?: string;
  /** Name of the cluster; default: the one with the most room. */
  cluster?: string;
  /** Labels that the cluster must have, in place of its name; such as `{ region: 'eu' }`. */
  cluster_labels?: Record<string, string>;
  /** Host name of the shop; default `store-<uuid>.<base domain of the cluster>`. */
  hostname?: string;
  /** Checked against the engine's parameter schema. */
  parameters?: JsonObject;
}

/** Answer of every call that starts a job. @public */
export interface StoreOperation {
  store_id: string;
  status: StoreStatus;
  namespace: string;
  queued_job_id: string;
}

/** Answer of `POST /stores?dry_run=true`. @public */
export interface StorePlanPreview {
  engine: string;
  plan: string;
  cluster: string;
  owner: string;
  /** Shown with a made-up id: the real one is given at creation. */
  namespace: string;
  host: string;
  chart: { name: string; version: string };
  /** How many objects of each kind the guardrails and the chart make. */
  objects: Record<string, number>;
  /** Hard limits of the namespace's ResourceQuota. */
  quota: Record<string, string>;
  limits: StoreLimits;
  /** What would keep the store from being created or from getting ready. */
  problems: { code: string; message: string }[];
}

/** @public */
export interface LimitUsage {
  used: number;
  allowed: number;
  left: number;
}

/** Answer of `GET /limits`. @public */
export interface StoreLimits {
  /** Of the owner asked for; by default the caller's team. */
  owner: string;
  /** Entity ref of the caller; null for programs, which have no limit of their own. */
  person: string | null;
  stores_per_owner: LimitUsage;
  /** Living stores that the caller has made, whoever owns them; null for programs. */
  stores_per_person: LimitUsage | null;
  stores_total: LimitUsage;
  /** Of the calling principal, in the current minute. */
  writes_per_minute: LimitUsage;
  /** Those of them that make stores. */
  creates_per_minute: LimitUsage;
  /** Those of them that delete stores. */
  deletes_per_minute: LimitUsage;
  /** Plans that have limits of their own. */
  plans: PlanUsage[];
}

/** What is used of the limits of one plan. @public */
export interface PlanUsage {
  plan: string;
  /** Of the owner; null: not limited. */
  stores_per_owner: LimitUsage | null;
  /** Null: not limited. */
  stores_total: LimitUsage | null;
}

/** One Kubernetes object of a store. @public */
export interface StoreResource {
  kind: string;
  name: string;
  health: 'healthy' | 'progressing' | 'failed' | 'unknown';
  /** Why it is not healthy; null when it is. */
  message: string | null;
  created_at: string | null;
  /** For pods: the node, the images and the restarts. */
  details: JsonObject;
}

/** Answer of `GET /stores/{id}/resources`. @public */
export interface StoreResources {
  cluster: string;
  namespace: string;
  /** True when the nodes of the cluster only play pods: nothing of the store really runs. */
  simulated_nodes: boolean;
  items: StoreResource[];
}

/** Answer of `GET /stores/{id}/credentials`. Never stored outside the store's namespace. @public */
export interface StoreCredentials {
  store_id: string;
  username: string;
  password: string;
  admin_url: string;
}

/** One thing that a delete has removed. @public */
export interface ReceiptItem {
  /** Kubernetes kind, or `HelmRelease`. */
  kind: string;
  name: string;
  /** Null when it had gone before it could be looked at. */
  uid: string | null;
  /** When the API server gave the answer, by the database's clock. */
  gone_at: string;
  /**
   * `not_found`: a 404. `replaced`: something else, with another uid, has its name by now.
   * `namespace_gone`: a 404 for the namespace that held it, with which the platform's own rights in
   * it went, so that nobody could ask for the thing itself.
   */
  answer: 'not_found' | 'replaced' | 'namespace_gone';
}

/** Answer of `GET /stores/{id}/receipt`: proof of a deletion. @public */
export interface StoreReceipt {
  store_id: string;
  cluster: string;
  namespace: string;
  /** Who asked for the delete that went through. */
  requested_by: string;
  requested_at: string;
  deleted_at: string;
  duration_ms: number;
  /** What the list cannot say, and why; null when it is complete. */
  note: string | null;
  items: ReceiptItem[];
}

/** @public */
export interface EnginePlan {
  name: string;
  title: string;
  description: string;
  /** Hard limits of the namespace's ResourceQuota. */
  quota: Record<string, string>;
}

/** One entry of `GET /engines`. @public */
export interface Engine {
  id: string;
  title: string;
  description: string;
  enabled: boolean;
  chart_version: string;
  app_version: string;
  default_plan: string;
  plans: EnginePlan[];
  /** JSON Schema of `parameters`, defaults included. */
  parameters_schema: JsonObject;
}

/** What is wrong with a cluster: one thing, however many stores it holds up. @public */
export interface ClusterIncident {
  /** Word for programs, such as `ClusterUnreachable`. */
  code: string;
  message: string;
  owner: 'platform_operator';
  next_action: string;
  since: string;
  /** Stores that cannot go on until it is over. */
  stores_waiting: number;
}

/** State of one cluster, in `GET /readyz`. @public */
export interface ClusterState {
  name: string;
  reachable: boolean;
  simulated_nodes: boolean | null;
  message: string | null;
  since: string | null;
  incident: ClusterIncident | null;
}

/** One entry of `GET /clusters`. @public */
export interface ClusterOffer extends ClusterState {
  /** What `cluster_labels` of a request can ask for. */
  labels: Record<string, string>;
  /** Stores that it holds and may hold; null: not limited. */
  capacity: LimitUsage | null;
}

/** How the worker of the answering process does, in `GET /readyz`. @public */
export interface WorkerReadiness {
  /** When it last looked for jobs. */
  last_tick_at: string | null;
  slots: number;
  busy: number;
  /** Each of its loops, with the time since a round of it last ended well. */
  loops: { name: string; age_seconds: number; failures: number }[];
  /** Whether it hears at once of new jobs; if not, it finds them by looking. */
  wake_up: { channel: 'postgres' | 'process'; listening: boolean };
  /** Jobs that it has taken over from workers that stopped answering. */
  takeovers: number;
  /** How long the oldest due job has waited for any worker; null when it cannot be read. */
  oldest_due_job_seconds: number | null;
}

/** Body of `GET /readyz`. @public */
export interface Readiness {
  status: 'ok' | 'unavailable';
  reasons: string[];
  worker: WorkerReadiness;
  clusters: ClusterState[];
}

/** How many stores one call of `GET /stores` can ask for by `id`. @public */
export const MAX_STORE_IDS = 100;

/** Query of `GET /stores`. @public */
export interface ListStoresQuery {
  /** 1 to 1000. */
  limit?: number;
  cursor?: string;
  /** At most {@link MAX_STORE_IDS}. Those that there are not, or that the caller may not see, are left out. */
  id?: string[];
  status?: StoreStatus[];
  engine?: string[];
  owner?: string[];
  cluster?: string[];
  /** Start of the display name, the id or the host name. */
  q?: string;
  /** Default true without a page, as the bare list shows deleted stores too. */
  include_deleted?: boolean;
  /** Default `-created_at`, newest first. */
  sort?: StoreSort;
  /** Adds `X-Total-Count`. */
  count?: boolean;
}

/** One page of stores. @public */
export interface StorePage {
  items: Store[];
  /** Pass it as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
  /** Pass it as `cursor` for the page before; absent on the first one. */
  previousCursor?: string;
  totalCount?: number;
}

/** Validation error as it stands in `detail` of a 422. @public */
export interface ValidationErrorDetail {
  loc: (string | number)[];
  msg: string;
  type: string;
}

/** Body of every error answer. @public */
export interface StoreErrorBody {
  error: { name: string; message: string };
  detail: string | ValidationErrorDetail[];
}
