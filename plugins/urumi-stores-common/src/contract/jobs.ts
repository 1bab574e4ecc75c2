import { ErrorClass, JobAction, JobStatus } from './statuses';

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
