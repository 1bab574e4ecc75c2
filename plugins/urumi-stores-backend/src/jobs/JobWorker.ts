import { LoggerService } from '@backstage/backend-plugin-api';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimJobs } from '../database/operations/claimJobs';
import { deleteExpiredIdempotencyKeys } from '../database/operations/idempotencyKeys';
import { renewLeases } from '../database/operations/leases';
import { JobRow } from '../database/rows';
import { backoffMs, jitterMs } from './backoff';
import {
  JobCancelledError,
  LeaseLostError,
  WorkerShutdownError,
} from './interruptions';
import { JobLease } from './JobLease';
import { JobRunner } from './JobRunner';
import { JobHandler } from './types';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';

/** How the worker behaves; all times in milliseconds. */
export interface JobWorkerOptions {
  /** Jobs in hand at once. A parked job is not in hand. */
  concurrency: number;
  /** How long a claim holds without a sign of life. */
  leaseMs: number;
  /** Longest time between two looks for due jobs. */
  pollMs: number;
}

/** What the worker is doing. */
export interface WorkerState {
  lastTickAt: Date | undefined;
  slots: number;
  busy: number;
}

const LOOP_BACKOFF = { baseMs: 500, maxMs: 30_000 };
const SWEEP_MS = 5_000;
const WATCHDOG_MS = 250;

/**
 * Claims due jobs and runs them, a bounded number at a time. Several workers, in one process or in
 * many, share the work through the database.
 *
 * @remarks
 * Each of its loops goes on whatever happens to one round of it.
 */
export class JobWorker {
  readonly id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #knex: Knex;
  readonly #runner: JobRunner;
  readonly #sweeper: StaleLeaseSweeper;
  readonly #handlers: ReadonlyMap<JobAction, JobHandler>;
  readonly #options: JobWorkerOptions;
  readonly #logger: LoggerService;
  readonly #stopping = new AbortController();
  readonly #inHand = new Map<JobLease, Promise<void>>();
  #loops: Promise<void>[] = [];
  #woken = false;
  #endWait: (() => void) | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #lastTickAt: Date | undefined;

  constructor(options: {
    knex: Knex;
    runner: JobRunner;
    sweeper: StaleLeaseSweeper;
    handlers: readonly JobHandler[];
    options: JobWorkerOptions;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#runner = options.runner;
    this.#sweeper = options.sweeper;
    this.#handlers = new Map(options.handlers.map(h => [h.action, h]));
    this.#options = options.options;
    this.#logger = options.logger;
  }

  get state(): WorkerState {
    return {
      lastTickAt: this.#lastTickAt,
      slots: this.#options.concurrency,
      busy: this.#inHand.size,
    };
  }

  start(): void {
    // A lease that could not be renewed in time may become somebody else's: stop before that.
    this.#watchdog = setInterval(() => this.#dropUntrusted(), WATCHDOG_MS);
    this.#loops = [
      this.#loop('claim', () => this.#claim()),
      this.#loop('heartbeat', () => this.#heartbeat()),
      this.#loop('sweep', () => this.#sweep()),
    ];
  }

  /** Looks for due jobs now. A hint: without it they are found by the poll. */
  wake(): void {
    this.#woken = true;
    this.#endWait?.();
  }

  /**
   * Stops claiming, ends what is in hand and gives it back to the queue. Resolves when all is
   * given back.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    for (const lease of this.#inHand.keys()) {
      lease.interrupt(new WorkerShutdownError('The backend shuts down'));
    }
    // A claim that was under way may still bring jobs; they are handed back at once.
    await Promise.allSettled(this.#loops);
    await Promise.allSettled(this.#inHand.values());
    clearInterval(this.#watchdog);
  }

  async #loop(name: string, round: () => Promise<void>) {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#logger.error(`The worker's ${name} loop failed, it goes on`, {
          error: String(error),
          failures,
        });
        await this.#pause(backoffMs(failures, LOOP_BACKOFF));
      }
    }
  }

  async #claim() {
    const free = this.#options.concurrency - this.#inHand.size;
    const asked = performance.now();
    const jobs =
      free > 0
        ? await claimJobs(this.#knex, {
            workerId: this.id,
            limit: free,
            leaseMs: this.#options.leaseMs,
            actions: [...this.#handlers.keys()],
          })
        : [];
    this.#lastTickAt = new Date();
    for (const job of jobs) {
      this.#startJob(job, asked);
    }
    if (jobs.length === 0 || jobs.length === free) {
      await this.#untilWoken(jitterMs(this.#options.pollMs));
    }
  }

  #startJob(job: JobRow, asked: number) {
    const lease = new JobLease({
      knex: this.#knex,
      job,
      trustedUntil: this.#trustFrom(asked),
    });
    const handler = this.#handlers.get(job.action);
    if (!handler) {
      throw new Error(`No handler for jobs of action ${job.action}`);
    }
    if (this.#stopping.signal.aborted) {
      lease.interrupt(new WorkerShutdownError('The backend shuts down'));
    }
    const run = this.#runner
      .run(lease, handler)
      .catch(error => {
        // The lease runs out and the job is taken over, here or elsewhere.
        this.#logger.error(`Job ${job.id} could not be recorded`, {
          error: String(error),
        });
      })
      .finally(() => {
        this.#inHand.delete(lease);
        this.wake();
      });
    this.#inHand.set(lease, run);
  }

  async #heartbeat() {
    await this.#pause(this.#options.leaseMs / 3);
    const leases = [...this.#inHand.keys()];
    const asked = performance.now();
    const held = await renewLeases(this.#knex, leases, this.#options.leaseMs);
    for (const lease of leases) {
      const state = held.get(lease.jobId);
      if (state?.cancelRequested) {
        lease.interrupt(new JobCancelledError(`Job ${lease.jobId} ends`));
      } else if (state) {
        lease.renewed(this.#trustFrom(asked));
      } else if (this.#inHand.has(lease)) {
        lease.interrupt(
          new LeaseLostError(`The lease of job ${lease.jobId} is lost`),
        );
      }
    }
  }

  #dropUntrusted() {
    for (const lease of this.#inHand.keys()) {
      if (performance.now() > lease.trustedUntil) {
        lease.interrupt(
          new LeaseLostError(`The lease of job ${lease.jobId} was not renewed`),
        );
      }
    }
  }

  async #sweep() {
    await this.#pause(jitterMs(SWEEP_MS));
    if (await this.#sweeper.sweep()) {
      this.wake();
    }
    await deleteExpiredIdempotencyKeys(this.#knex);
  }

  /** A lease asked for at that moment is trusted until shortly before it can be taken over. */
  #trustFrom(asked: number): number {
    return asked + this.#options.leaseMs * 0.8;
  }

  async #pause(ms: number) {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(
      () => undefined,
    );
  }

  async #untilWoken(ms: number) {
    if (!this.#woken) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms);
        this.#endWait = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#endWait = undefined;
    }
    this.#woken = false;
  }
}
