import { LoggerService } from '@backstage/backend-plugin-api';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { AsyncResource } from 'node:async_hooks';
import { ClaimedJob } from '../database/operations/claimedJob';
import { idsOf, inJob } from './inJob';
import { JobLease } from './JobLease';
import { JobRunner } from './JobRunner';
import { JobHandler } from './types';
import { WorkSlots } from './WorkSlots';

/** Jobs in hand at most, for each that the worker has use for: one at work, the other with an end that is being written. */
const IN_HAND = 2;

/** The jobs that a worker has claimed, until their end is on record. */
export class JobsInHand {
  readonly #knex: Knex;
  readonly #runner: JobRunner;
  readonly #handlers: ReadonlyMap<JobAction, JobHandler>;
  readonly #logger: LoggerService;
  readonly #trustFrom: (asked: number) => number;
  readonly #onEnded: (options: { wasLate: boolean }) => void;
  readonly #slots: WorkSlots;
  readonly #runs = new Map<JobLease, Promise<void>>();
  /** What a job logs and traces is not put down to the request that made it. */
  readonly #context = new AsyncResource('JobsInHand');
  /** Why the worker ends. */
  #ending: Error | undefined;

  /**
   * @param options.concurrency - as `JobWorkerOptions` has it.
   * @param options.trustFrom - until when a lease is trusted that was asked for at that moment of the monotonic clock.
   * @param options.onEnded - is called when a slot is free again, or a job no longer in hand; `wasLate`: its lease may have run out.
   */
  constructor(options: {
    knex: Knex;
    runner: JobRunner;
    handlers: readonly JobHandler[];
    concurrency: number;
    logger: LoggerService;
    trustFrom: (asked: number) => number;
    onEnded: (options: { wasLate: boolean }) => void;
  }) {
    this.#knex = options.knex;
    this.#runner = options.runner;
    this.#handlers = new Map(options.handlers.map(h => [h.action, h]));
    this.#logger = options.logger;
    this.#trustFrom = options.trustFrom;
    this.#onEnded = options.onEnded;
    this.#slots = new WorkSlots(options.concurrency);
  }

  /** What jobs there are handlers for. */
  get actions(): JobAction[] {
    return [...this.#handlers.keys()];
  }

  get leases(): ReadonlyMap<JobLease, unknown> {
    return this.#runs;
  }

  /** For how many more jobs there is use. The next ones are claimed while the ends of others are being written. */
  get room(): number {
    const { pace, taken } = this.#slots;
    return Math.min(pace - taken, IN_HAND * pace - this.#runs.size);
  }

  /** @param asked - a moment on the monotonic clock from before the job was claimed. */
  start(claimed: ClaimedJob, asked: number): void {
    this.#context.runInAsyncScope(() => this.#start(claimed, asked));
  }

  #start({ job, rows }: ClaimedJob, asked: number) {
    const lease = new JobLease({
      knex: this.#knex,
      job,
      rows,
      trustedUntil: this.#trustFrom(asked),
      onWorkEnded: () => {
        this.#slots.leave(lease);
        this.#onEnded({ wasLate: false });
      },
    });
    const handler = this.#handlers.get(job.action);
    if (!handler) {
      throw new Error(`No handler for jobs of action ${job.action}`);
    }
    if (this.#ending) {
      lease.interrupt(this.#ending);
    }
    const run = inJob(job, async () => {
      await this.#slots.enter(lease);
      await this.#runner.run(lease, handler);
      this.#slots.ended(lease);
    })
      .catch(error => {
        // The lease runs out and the job is taken over, here or elsewhere.
        this.#logger.error(`Job ${job.id} could not be recorded`, {
          ...idsOf(job),
          error: String(error),
        });
      })
      .finally(() => {
        this.#slots.leave(lease);
        this.#runs.delete(lease);
        this.#onEnded({ wasLate: performance.now() > lease.trustedUntil });
      });
    this.#runs.set(lease, run);
  }

  /** Tells all jobs to stop, also those that come later. */
  end(reason: Error): void {
    this.#ending = reason;
    for (const lease of this.#runs.keys()) {
      lease.interrupt(reason);
    }
  }

  /** Resolves when none is in hand any more. */
  async whenEnded(): Promise<void> {
    await Promise.allSettled(this.#runs.values());
  }
}
