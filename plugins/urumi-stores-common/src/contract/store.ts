import { JsonObject } from '@backstage/types';
import { StoreJob } from './jobs';
import { ErrorClass, StoreStatus } from './statuses';

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
