import { JsonObject } from '@backstage/types';
import {
  FailureCause,
  JobAction,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { NewReceipt } from '../database/operations/receipts';
import { NewEvent } from '../database/operations/storeEvents';
import { StoreChange } from '../database/operations/updateStore';
import { JobRow, StoreRow } from '../database/rows';

/** What a step works with. */
export interface StepContext {
  /** As the job is to make it. */
  store: StoreRow;
  /** Plan of the release that the store has. */
  appliedPlan: string;
  job: JobRow;
  /** Aborted when the lease is lost, the job is cancelled, the process ends or the step's start cannot be written. */
  signal: AbortSignal;
  /** Milliseconds that this step has been seen waiting; outages do not count. */
  waitedMs: number;
  /** What this step put out the last time it waited or ended, if it did. */
  previous: JsonObject | undefined;
  /** What an earlier step of this job put out. */
  outputOf(stepName: string): JsonObject | undefined;
  /** Ids of all jobs that the store ever had. */
  loadJobIds(): Promise<ReadonlySet<string>>;
  /** What a step put out in all jobs of this kind that the store ever had, the oldest first. */
  loadOutputs(stepName: string): Promise<JsonObject[]>;
  /** Reads the database's clock. It then goes on by itself: each call gives epoch milliseconds. */
  startClock(): Promise<() => number>;
  /**
   * Writes what must stand in the database before the step goes on.
   *
   * @throws LeaseLostError
   */
  write(entry: {
    change?: StoreChange;
    event?: Omit<NewEvent, 'actor'>;
  }): Promise<void>;
  /**
   * Asks whether the lease is still held, and the start of the step on record: before anything is changed outside of the
   * database.
   *
   * @throws LeaseLostError, JobCancelledError, WorkerShutdownError when the work has to stop here; an error of the database
   * when the start could not be written.
   */
  assertOwned(): Promise<void>;
}

/** What a waiting step waits for. All of it is in the store's cluster. */
export const WAITING_FOR = ['workloads', 'shop', 'deletion'] as const;

export type WaitingFor = (typeof WAITING_FOR)[number];

/** How a step ends, when it does not throw. */
export type StepResult =
  | {
      state: 'done' | 'skipped';
      message: string;
      output?: JsonObject;
      /** Written together with the end of the step. */
      change?: StoreChange;
    }
  | {
      /** The job gives its worker slot back until it is woken. */
      state: 'waiting';
      message: string;
      waitingFor: WaitingFor;
      /** Milliseconds after which to look again without being woken. */
      recheckMs: number;
      /** Milliseconds of waiting after which the step itself fails. */
      deadlineMs: number;
      output?: JsonObject;
      /** Called once the job is parked, and can be woken. */
      parked?: () => void;
    };

/**
 * One named part of a job. It looks first and acts only where needed, so that it can run again at
 * any time, whatever became of the run before. Its start may be written while it looks: it changes nothing outside of the
 * database before it has asked `assertOwned`.
 */
export interface JobStep {
  readonly name: string;
  run(context: StepContext): Promise<StepResult>;
}

/** What a kind of job does, and what it tells the store. */
export interface JobHandler {
  readonly action: JobAction;
  readonly steps: readonly JobStep[];
  /** At the job's first run. */
  started(store: StoreRow): {
    change: StoreChange;
    event: Omit<NewEvent, 'actor'>;
  };
  /** When all steps are over. */
  succeeded(
    store: StoreRow,
    outputOf: (stepName: string) => JsonObject | undefined,
  ): {
    change: StoreChange;
    event: Omit<NewEvent, 'actor'>;
    /** Kept in the same transaction; only of a change to DELETED. */
    receipt?: NewReceipt;
  };
}

/**
 * A step's failure whose cause is known.
 */
export class StepFailedError extends Error {
  name = 'StepFailedError' as const;
  readonly failure: FailureCause;

  constructor(failure: FailureCause) {
    super(failure.message);
    this.failure = failure;
  }
}
