import { LoggerService } from '@backstage/backend-plugin-api';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { findExpiredLeases, Lease } from '../database/operations/leases';
import { listSteps, updateStep } from '../database/operations/jobSteps';
import { lockStore } from '../database/operations/lockStore';
import {
  findUnpromotedStores,
  promoteWaitingJob,
} from '../database/operations/promoteWaitingJob';
import { appendEvent } from '../database/operations/storeEvents';
import { takeOverJob } from '../database/operations/takeOverJob';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { StoresMetrics } from '../metrics';
import { outcomeOfFailure } from './outcomeOfFailure';
import { settleCancelled } from './settleCancelled';
import { settleFailed } from './upgrade/settleFailed';

const GRACE_MS = 2_000;
const MAX_CRASHES = 3;
const BATCH = 100;

const POISONED: FailureCause = {
  code: 'WorkerCrashed',
  message: `The job ended or blocked its worker ${MAX_CRASHES} times and is not run again.`,
  error_class: 'poison',
  owner: 'platform_operator',
  next_action:
    'Look in the log of the backend for the crash, or for what blocked it, then retry the store.',
};

/**
 * Puts right what a dead process left: jobs whose lease ran out, and waiting jobs that nobody
 * promoted. Every replica runs it all the time; each of its statements is safe to repeat.
 */
export class StaleLeaseSweeper {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  readonly #metrics: StoresMetrics;
  readonly #logger: LoggerService;

  #takeovers = 0;

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

  /** Jobs taken over since the process started. */
  get takeovers(): number {
    return this.#takeovers;
  }

  /** Whether anything became due by it. */
  async sweep(): Promise<boolean> {
    let due = false;
    for (const lease of await findExpiredLeases(this.#knex, GRACE_MS, BATCH)) {
      due = (await this.takeOver(lease, { isProven: false })) || due;
    }
    for (const storeId of await findUnpromotedStores(this.#knex, BATCH)) {
      due = (await promoteWaitingJob(this.#knex, storeId)) || due;
    }
    return due;
  }

  /**
   * Takes one job over. Whether that made something due.
   *
   * @param options - `isProven`: its own worker says that the job held it up, so that nobody has to
   * wait for the end of the lease, and the crash is never taken back.
   */
  async takeOver(
    lease: Lease,
    { isProven }: { isProven: boolean },
  ): Promise<boolean> {
    const version = await runTransaction(this.#knex, async trx => {
      const store = await lockStore(trx, lease.storeId);
      const job = await takeOverJob(trx, lease, {
        maxCrashes: MAX_CRASHES,
        graceMs: isProven ? undefined : GRACE_MS,
        isProven,
      });
      if (!store || !job) {
        return undefined;
      }
      await appendEvent(trx, store.id, {
        type: 'job.lease_expired',
        level: 'warning',
        message: isProven
          ? 'The worker of this job was blocked for longer than its lease; the job was taken from it.'
          : 'The worker of this job gave no sign of life; it was taken over.',
        actor: job.actor,
        jobId: job.id,
        data: { fence: lease.fence, crashes: job.crash_count },
      });
      if (job.status === 'FAILED') {
        const steps = await listSteps(trx, job.id);
        const running = steps.find(({ state }) => state === 'running');
        if (running) {
          await updateStep(trx, job, running.name, {
            state: 'failed',
            message: POISONED.message,
          });
        }
        this.#metrics.jobFailed({
          action: job.action,
          engine: store.engine,
          errorClass: POISONED.error_class,
          seconds: (Number(job.updated_at) - Number(job.created_at)) / 1000,
        });
        const { change, eventType } = outcomeOfFailure(store, job, POISONED);
        const changed = await updateStore(trx, store.id, change);
        if (changed) {
          await appendEvent(trx, store.id, {
            type: eventType,
            level: 'error',
            message: `${POISONED.message} ${POISONED.next_action}`,
            actor: job.actor,
            jobId: job.id,
            data: { ...POISONED },
          });
        }
        await settleFailed(trx, {
          store: changed ?? store,
          job,
          failure: POISONED,
        });
      }
      if (job.status === 'CANCELLED') {
        await settleCancelled({ trx, store, job });
      }
      return Number(store.updated_at);
    });
    if (version === undefined) {
      return false;
    }
    this.#takeovers += 1;
    this.#metrics.leaseTakenOver();
    this.#logger.warn(
      `Job ${lease.jobId} was taken over from a ${
        isProven ? 'blocked' : 'dead'
      } worker`,
      {
        job_id: lease.jobId,
        store_id: lease.storeId,
      },
    );
    this.#changes.announce({ storeId: lease.storeId, version });
    return true;
  }
}
