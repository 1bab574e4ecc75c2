import { LoggerService } from '@backstage/backend-plugin-api';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { StoreChanges } from '../changes/StoreChanges';
import { endLease } from '../database/operations/endLease';
import { handBackJob } from '../database/operations/handBackJobs';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { appendEvent } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { StoresMetrics } from '../metrics';
import { noteOutcome } from '../tracing';
import { progressing, withConditions } from '../conditions/storeConditions';
import { backoffMs } from './backoff';
import { ClassifiedFailure, classifyFailure } from './classifyFailure';
import {
  JobCancelledError,
  LeaseLostError,
  NoSlotError,
  WorkerShutdownError,
} from './interruptions';
import { JobLease, OwnedRows } from './JobLease';
import { outcomeOfFailure } from './outcomeOfFailure';
import { settleCancelled } from './settleCancelled';
import { settleFailed } from './upgrade/settleFailed';

const RETRY = { baseMs: 5_000, maxMs: 300_000 };
/** So many jobs are handed back at a time. */
const HAND_BACKS = 3;
const OUTAGE = { baseMs: 5_000, maxMs: 30_000 };

/** What a job that is parked for an unreachable cluster waits for. */
export const WAITING_FOR_CLUSTER = 'cluster';

/**
 * Decides what becomes of a job whose attempt did not end well: handed back, parked until its
 * cluster is there, tried again, or failed with its cause.
 */
export class JobFailure {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  readonly #metrics: StoresMetrics;
  readonly #logger: LoggerService;
  readonly #handingBack = pLimit(HAND_BACKS);

  constructor(options: {
    knex: Knex;
    changes: StoreChanges;
    metrics: StoresMetrics;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
  }

  /** Throws when the database cannot be written; the lease then runs out by itself. */
  async handle(
    lease: JobLease,
    error: unknown,
    stepName: string | undefined,
  ): Promise<void> {
    if (error instanceof LeaseLostError) {
      noteOutcome('lost');
      this.#logger.warn(error.message);
      return;
    }
    try {
      if (await this.#handBack(lease, error)) {
        noteOutcome('handed_back');
        return;
      }
      const version = await lease.write(async rows => {
        await this.#write(rows, lease, error, stepName);
        return Number(rows.store.updated_at);
      });
      this.#changes.announce({ storeId: lease.storeId, version });
    } catch (lost) {
      if (!(lost instanceof LeaseLostError)) {
        throw lost;
      }
      this.#logger.warn(lost.message);
    }
  }

  /**
   * Many may be handed back at a time, and each needs a connection: some wait.
   *
   * @returns false when it is no such error, or the job is to end another way.
   */
  async #handBack(lease: JobLease, error: unknown): Promise<boolean> {
    return (
      (error instanceof WorkerShutdownError || error instanceof NoSlotError) &&
      this.#handingBack(() => handBackJob(this.#knex, lease))
    );
  }

  async #write(
    rows: OwnedRows,
    lease: JobLease,
    error: unknown,
    stepName: string | undefined,
  ) {
    const { trx, job } = rows;
    if (
      error instanceof JobCancelledError ||
      job.cancel_requested_at !== null
    ) {
      noteOutcome('cancelled');
      await endLease(trx, lease, { status: 'CANCELLED' });
      await settleCancelled(rows);
      return;
    }
    const classified = classifyFailure(error);
    if (classified.infrastructure) {
      noteOutcome('waiting', classified.failure);
      await this.#waitForCluster(rows, lease, classified, stepName);
    } else if (
      ['retryable', 'needs_unlock'].includes(classified.failure.error_class) &&
      job.attempt < job.max_attempts
    ) {
      noteOutcome('retried', classified.failure);
      await this.#tryAgain(rows, lease, classified, stepName);
    } else {
      noteOutcome('failed', classified.failure);
      await this.#fail(rows, lease, classified, stepName);
    }
  }

  /** An outage is not the store's fault: it uses up no attempt. */
  async #waitForCluster(
    rows: OwnedRows,
    lease: JobLease,
    { failure, retryAfterMs }: ClassifiedFailure,
    stepName: string | undefined,
  ) {
    const { trx, store, job } = rows;
    const known = job.error_message === failure.message;
    await updateStore(trx, store.id, {
      conditions: withConditions(
        JSON.parse(store.conditions),
        [
          progressing(
            failure.code,
            `${asSentence(
              failure.message,
            )} The work waits and goes on by itself.`,
          ),
        ],
        Number(store.updated_at),
      ),
    });
    await this.#markStep(rows, stepName, 'waiting', failure.message);
    await endLease(trx, lease, {
      status: 'QUEUED',
      // A wish of the cluster's own is kept, within reason.
      delayMs: Math.min(retryAfterMs ?? backoffMs(3, OUTAGE), RETRY.maxMs),
      waitingFor: WAITING_FOR_CLUSTER,
      countAttempt: false,
      errorMessage: failure.message,
      errorClass: failure.error_class,
    });
    if (!known) {
      await this.#log(rows, 'job.requeued', 'warning', failure, {
        reason: failure.code,
      });
    }
  }

  async #tryAgain(
    rows: OwnedRows,
    lease: JobLease,
    { failure, retryAfterMs }: ClassifiedFailure,
    stepName: string | undefined,
  ) {
    const { trx, job } = rows;
    const delayMs = Math.min(
      retryAfterMs ?? backoffMs(job.attempt, RETRY),
      RETRY.maxMs,
    );
    await this.#markStep(rows, stepName, 'waiting', failure.message);
    await endLease(trx, lease, {
      status: 'QUEUED',
      delayMs,
      countAttempt: true,
      errorMessage: failure.message,
      errorClass: failure.error_class,
    });
    await this.#log(rows, 'job.requeued', 'warning', failure, {
      reason: failure.code,
      attempt: job.attempt,
      delay_ms: delayMs,
    });
  }

  async #fail(
    rows: OwnedRows,
    lease: JobLease,
    classified: ClassifiedFailure,
    stepName: string | undefined,
  ) {
    const { trx, store, job } = rows;
    const failure = afterLastTry(classified.failure, job.attempt);
    await this.#markStep(rows, stepName, 'failed', failure.message);
    await endLease(trx, lease, {
      status: 'FAILED',
      errorMessage: failure.message,
      errorClass: failure.error_class,
    });
    const { change, eventType } = outcomeOfFailure(store, job, failure);
    const changed = await updateStore(trx, store.id, change);
    if (changed) {
      await this.#log(rows, eventType, 'error', failure, { ...failure });
    }
    await settleFailed(trx, { store: changed ?? store, job, failure });
    this.#metrics.jobFailed({
      action: job.action,
      engine: store.engine,
      errorClass: failure.error_class,
      seconds: (Number(job.updated_at) - Number(job.created_at)) / 1000,
    });
    this.#logger.warn(`Store ${store.id}: ${failure.message}`, {
      job: job.id,
      code: failure.code,
    });
  }

  async #markStep(
    { trx, job }: OwnedRows,
    stepName: string | undefined,
    state: 'waiting' | 'failed',
    message: string,
  ) {
    const steps = await listSteps(trx, job.id);
    const step = steps.find(({ name }) => name === stepName);
    if (step) {
      await updateStep(trx, job, step.name, { state, message });
    }
  }

  async #log(
    { trx, store, job }: OwnedRows,
    type: string,
    level: 'warning' | 'error',
    failure: FailureCause,
    data: Record<string, string | number>,
  ) {
    await appendEvent(trx, store.id, {
      type,
      level,
      message: `${asSentence(failure.message)} ${failure.next_action}`,
      actor: job.actor,
      jobId: job.id,
      data,
    });
  }
}

/** What was to heal by itself has not: from here on somebody has to look. */
function afterLastTry(failure: FailureCause, attempts: number): FailureCause {
  return failure.owner === 'nobody'
    ? {
        ...failure,
        owner: 'platform_operator',
        next_action: `It was tried ${attempts} times. Retry the store; if it fails again, look into the log of the backend.`,
      }
    : failure;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
