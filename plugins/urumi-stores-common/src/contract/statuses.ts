/**
 * The six statuses of a store. Everything finer stands in conditions and steps.
 *
 * @public
 */
export const STORE_STATUSES = [
  'QUEUED',
  'PROVISIONING',
  'READY',
  'FAILED',
  'DELETING',
  'DELETED',
] as const;

/** @public */
export type StoreStatus = (typeof STORE_STATUSES)[number];

/**
 * Which status may follow which. A write that is not listed here is refused.
 *
 * @remarks
 * `FAILED -> DELETING` and `FAILED -> QUEUED` are the two ways out of a failure:
 * delete, and retry of what failed. `DELETED` is final.
 *
 * @public
 */
export const STORE_STATUS_TRANSITIONS: Readonly<
  Record<StoreStatus, readonly StoreStatus[]>
> = {
  QUEUED: ['PROVISIONING', 'FAILED', 'DELETING'],
  PROVISIONING: ['READY', 'FAILED', 'DELETING'],
  READY: ['DELETING'],
  FAILED: ['QUEUED', 'PROVISIONING', 'DELETING'],
  DELETING: ['DELETED', 'FAILED'],
  DELETED: [],
};

/**
 * Whether a store may go from one status to another. Staying is always allowed.
 *
 * @public
 */
export function isStoreStatusTransitionAllowed(
  from: StoreStatus,
  to: StoreStatus,
): boolean {
  return from === to || STORE_STATUS_TRANSITIONS[from].includes(to);
}

/**
 * Statuses in which a store still holds, or may hold, things in its cluster.
 * These count against the limits.
 *
 * @public
 */
export const LIVING_STORE_STATUSES: readonly StoreStatus[] =
  STORE_STATUSES.filter(status => status !== 'DELETED');

/** What a provisioning job does. @public */
export const JOB_ACTIONS = [
  'PROVISION',
  'DELETE',
  'RECONCILE',
  'UPGRADE',
  'ROLLBACK',
] as const;

/** @public */
export type JobAction = (typeof JOB_ACTIONS)[number];

/**
 * The life of a job. `WAITING` jobs stand behind another active job of the same store.
 *
 * @public
 */
export const JOB_STATUSES = [
  'WAITING',
  'QUEUED',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
] as const;

/** @public */
export type JobStatus = (typeof JOB_STATUSES)[number];

/**
 * How a failure is treated, and who has to act.
 *
 * `retryable`: tried again by itself. `needs_unlock`: a Helm release left pending by a dead
 * owner, unlocked by itself. `user_fixable`: the store's owner changes something and retries.
 * `operator_fixable`: a platform engineer has to act. `poison`: the job broke its worker
 * repeatedly and is not run again.
 *
 * @public
 */
export const ERROR_CLASSES = [
  'retryable',
  'needs_unlock',
  'user_fixable',
  'operator_fixable',
  'poison',
] as const;

/** @public */
export type ErrorClass = (typeof ERROR_CLASSES)[number];
