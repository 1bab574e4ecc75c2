import {
  ErrorClass,
  FailureCause,
  Job,
  JobAction,
  JobStatus,
  StepState,
  Store,
  StoreCondition,
  StoreDrift,
  StoreEvent,
  StoreHealth,
  StoreReceipt,
  StoreStatus,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { JsonObject } from '@backstage/types';

/** Postgres gives 64-bit integers as text. */
type BigInt64 = number | string;

/** Row of `stores`. */
export interface StoreRow {
  id: string;
  engine: string;
  display_name: string | null;
  namespace: string;
  release_name: string;
  status: StoreStatus;
  url: string | null;
  last_error: string | null;
  failure: string | null;
  created_at: BigInt64;
  updated_at: BigInt64;
  plan: string;
  cluster: string;
  owner_ref: string;
  created_by: string;
  hostname: string;
  parameters: string;
  chart_version: string;
  desired: 'present' | 'absent';
  generation: BigInt64;
  observed_generation: BigInt64;
  conditions: string;
  ready_at: BigInt64 | null;
  deleted_at: BigInt64 | null;
  namespace_uid: string | null;
  /** When a READY store is looked at next; null in every other status. */
  health_due_at: BigInt64 | null;
  /** Until when a look that is under way may write. */
  health_lease_expires_at: BigInt64 | null;
  /** Fence of looks: raised by every look, and by every new status. */
  health_look: BigInt64;
  /** JSON of the cause; null unless the last look that could tell found the store degraded. */
  health_cause: string | null;
  /** JSON list; null unless the last look that could tell found drift. */
  health_drift: string | null;
  /** JSON of a {@link StoreNotice} that is still to be sent. */
  notice: string | null;
  /** Since when that is. */
  notice_since: BigInt64 | null;
  /** When it is sent, or tried again; names the claim while it is being sent. */
  notice_due_at: BigInt64 | null;
}

/** What the owner of a store is to be told of it. */
export interface StoreNotice {
  kind: 'ready' | 'failed' | 'degraded' | 'recovered' | 'deleted';
  /** The cause with what to do about it, where there is one. */
  text: string | null;
}

/** Row of `provisioning_jobs`. */
export interface JobRow {
  id: string;
  store_id: string;
  /** Of the store; empty for a job of the version before. */
  owner_ref: string;
  action: JobAction;
  status: JobStatus;
  attempt: number;
  max_attempts: number;
  crash_count: number;
  /** The worker that the last crash is put down to. */
  crashed_worker: string | null;
  priority: number;
  run_after: BigInt64;
  waiting_for: string | null;
  payload: string;
  /** Form of the payload, see `jobs/jobInput.ts`; 0 for one without. */
  payload_schema: number;
  actor: string;
  /** Trace of the request that asked for it, as a `traceparent` header; see `tracing.ts`. */
  trace_parent: string | null;
  locked_by: string | null;
  locked_at: BigInt64 | null;
  lease_expires_at: BigInt64 | null;
  fence: BigInt64;
  cancel_requested_at: BigInt64 | null;
  error_message: string | null;
  error_class: ErrorClass | null;
  created_at: BigInt64;
  updated_at: BigInt64;
  completed_at: BigInt64 | null;
}

/** Row of `job_steps`. */
export interface StepRow {
  job_id: string;
  name: string;
  position: number;
  state: StepState;
  attempt: number;
  fence: BigInt64;
  started_at: BigInt64 | null;
  finished_at: BigInt64 | null;
  deadline_ms: BigInt64 | null;
  message: string | null;
  input_hash: string | null;
  output: string | null;
}

/** Row of `store_events`. */
export interface EventRow {
  id: BigInt64;
  store_id: string;
  job_id: string | null;
  event_type: string;
  level: StoreEvent['level'];
  message: string;
  actor: string;
  data: string;
  created_at: BigInt64;
}

/** One thing that a delete has removed, as it stands in a receipt. */
export interface ReceiptItem {
  kind: string;
  name: string;
  /** Empty when it was not seen before it went. */
  uid: string;
  /** Epoch milliseconds of the database. */
  gone_at: number;
  answer: StoreReceipt['items'][number]['answer'];
}

/** Row of `store_receipts`. */
export interface ReceiptRow {
  job_id: string;
  store_id: string;
  requested_by: string;
  requested_at: BigInt64;
  deleted_at: BigInt64;
  note: string | null;
  items: string;
}

/** RFC 3339, UTC, from epoch milliseconds as the database gives them. */
export function toTimestamp(value: BigInt64): string {
  return new Date(Number(value)).toISOString();
}

function toOptionalTimestamp(value: BigInt64 | null): string | null {
  return value === null ? null : toTimestamp(value);
}

/**
 * The store as the API shows it.
 *
 * @param adminUrl - of the store's engine; undefined when the platform no longer has that engine.
 */
export function toStore(
  row: StoreRow,
  adminUrl: ((url: string) => string) | undefined,
): Store {
  const url = row.status === 'READY' ? row.url : null;
  return {
    id: row.id,
    engine: row.engine,
    display_name: row.display_name,
    namespace: row.namespace,
    release_name: row.release_name,
    status: row.status,
    url,
    admin_url: (url !== null && adminUrl?.(url)) || null,
    last_error: row.last_error,
    created_at: toTimestamp(row.created_at),
    updated_at: toTimestamp(row.updated_at),
    plan: row.plan,
    cluster: row.cluster,
    owner: row.owner_ref,
    created_by: row.created_by,
    hostname: row.hostname,
    parameters: JSON.parse(row.parameters) as JsonObject,
    chart_version: row.chart_version,
    ready_at: toOptionalTimestamp(row.ready_at),
    deleted_at: toOptionalTimestamp(row.deleted_at),
    conditions: JSON.parse(row.conditions) as StoreCondition[],
    failure:
      row.failure === null ? null : (JSON.parse(row.failure) as FailureCause),
  };
}

/** What the last look at the store found, as the API shows it. */
export function toStoreHealth(row: StoreRow): StoreHealth {
  return {
    cause:
      row.health_cause === null
        ? null
        : (JSON.parse(row.health_cause) as FailureCause),
    drift:
      row.health_drift === null
        ? []
        : (JSON.parse(row.health_drift) as StoreDrift[]),
  };
}

/** The job as the API shows it. */
export function toJob(row: JobRow, position: number | null): Job {
  const ended = row.completed_at !== null;
  return {
    id: row.id,
    store_id: row.store_id,
    action: row.action,
    state: row.status,
    attempt: row.attempt,
    max_attempts: row.max_attempts,
    position,
    waiting_for: row.waiting_for,
    locked_by: row.locked_by,
    lease_expires_at: toOptionalTimestamp(row.lease_expires_at),
    run_after: ended ? null : toTimestamp(row.run_after),
    error_message: row.error_message,
    error_class: row.error_class,
    actor: row.actor,
    created_at: toTimestamp(row.created_at),
    updated_at: toTimestamp(row.updated_at),
    completed_at: toOptionalTimestamp(row.completed_at),
  };
}

/** The step as the API shows it. */
export function toStep(row: StepRow, usualMs: number | undefined): StoreStep {
  return {
    name: row.name,
    state: row.state,
    started_at: toOptionalTimestamp(row.started_at),
    finished_at: ['done', 'skipped', 'failed'].includes(row.state)
      ? toOptionalTimestamp(row.finished_at)
      : null,
    message: row.message,
    deadline_ms: row.deadline_ms === null ? null : Number(row.deadline_ms),
    usual_ms: usualMs ?? null,
  };
}

/** The event as the API shows it. */
export function toEvent(row: EventRow): StoreEvent {
  return {
    id: Number(row.id),
    event_type: row.event_type,
    message: row.message,
    created_at: toTimestamp(row.created_at),
    actor: row.actor,
    job_id: row.job_id,
    level: row.level,
    data: JSON.parse(row.data) as JsonObject,
  };
}

/** The receipt as the API shows it. */
export function toReceipt(row: ReceiptRow, store: StoreRow): StoreReceipt {
  const items = JSON.parse(row.items) as ReceiptItem[];
  return {
    store_id: store.id,
    cluster: store.cluster,
    namespace: store.namespace,
    requested_by: row.requested_by,
    requested_at: toTimestamp(row.requested_at),
    deleted_at: toTimestamp(row.deleted_at),
    duration_ms: Number(row.deleted_at) - Number(row.requested_at),
    note: row.note,
    items: items.map(({ kind, name, uid, gone_at, answer }) => ({
      kind,
      name,
      uid: uid || null,
      gone_at: toTimestamp(gone_at),
      answer,
    })),
  };
}
