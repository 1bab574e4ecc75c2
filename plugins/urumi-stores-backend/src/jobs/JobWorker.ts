import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { ClaimedJob } from '../database/operations/claimedJob';
import { claimJobs, ClaimOptions } from '../database/operations/claimJobs';
import { jitterMs } from './backoff';
import { HistoryCleaner } from './HistoryCleaner';
import { WorkerShutdownError } from './interruptions';
import { PAYLOAD_SCHEMA } from './jobInput';
import { JobNotifications, WakeUpState } from './JobNotifications';
import { JobRunner } from './JobRunner';
import { JobsInHand } from './JobsInHand';
import { KeptSlot, SlotKeeper } from './SlotKeeper';
import { LeaseKeeper } from './LeaseKeeper';
import { LoopState, SupervisedLoops } from './SupervisedLoops';
import { JobHandler } from './types';
import { StaleLeaseSweeper } from './StaleLeaseSweeper';
import { WorkerRest } from './WorkerRest';
import { WorkerReturn } from './WorkerReturn';

/** How the worker behaves; all times in milliseconds. */
export interface JobWorkerOptions {
  /** Jobs at work at once. A parked job is not at work, nor is one of which only the end is left to be written. */
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
  /** Slots with a job in hand, also one of which only the end is left to be written. */
  busy: number;
  loops: LoopState[];
  wakeUp: WakeUpState;
  /** Jobs that it has taken over from other workers. */
  takeovers: number;
}

const SWEEP_MS = 5_000;
const CLEAN_MS = 60 * 60_000;
/** After an outage of the database, living workers have this time to come back to their jobs. */
const COME_BACK_MS = 10_000;

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
  readonly #sweeper: StaleLeaseSweeper;
  readonly #cleaner: HistoryCleaner;
  readonly #notifications: JobNotifications;
  readonly #options: JobWorkerOptions;
  readonly #loops: SupervisedLoops;
  readonly #logger: LoggerService;
  readonly #inHand: JobsInHand;
  readonly #return: WorkerReturn;
  readonly #leases: LeaseKeeper;
  readonly #kept: SlotKeeper;
  readonly #rest = new WorkerRest();
  /**
   * One at a time: what was claimed and is not in hand yet must not be handed back as forgotten. Nor is a slot kept meanwhile,
   * for a job that would come into hand.
   */
  readonly #inTurn = pLimit(1);
  #lastTickAt: Date | undefined;

  constructor(options: {
    knex: Knex;
    runner: JobRunner;
    sweeper: StaleLeaseSweeper;
    handlers: readonly JobHandler[];
    options: JobWorkerOptions;
    logger: LoggerService;
    notifications?: JobNotifications;
  }) {
    this.#knex = options.knex;
    this.#sweeper = options.sweeper;
    this.#cleaner = new HistoryCleaner(options);
    this.#notifications =
      options.notifications ?? new JobNotifications(options);
    this.#options = options.options;
    this.#logger = options.logger;
    this.#return = new WorkerReturn({ ...options, workerId: this.id });
    this.#inHand = new JobsInHand({
      ...options,
      concurrency: this.#options.concurrency,
      trustFrom: asked => this.#leases.trustFrom(asked),
      onEnded: ({ wasLate }) => {
        if (wasLate) {
          // A write may learn of the loss before the watchdog, as of a claim answered too late.
          this.#return.cutOff();
        }
        this.wake();
      },
    });
    this.#leases = new LeaseKeeper({
      ...options,
      leaseMs: this.#options.leaseMs,
      inHand: this.#inHand.leases,
      workerReturn: this.#return,
    });
    this.#kept = new SlotKeeper({
      claim: { workerId: this.id, leaseMs: this.#options.leaseMs },
      start: (job, asked) => this.#inHand.start(job, asked),
      givenBack: ({ mayBeMade }) => {
        if (mayBeMade) {
          this.#return.cutOff();
        }
        this.wake();
      },
    });
    this.#loops = new SupervisedLoops({
      logger: options.logger,
      onFailure: () => this.#return.cutOff(),
    });
  }

  get state(): WorkerState {
    return {
      lastTickAt: this.#lastTickAt,
      slots: this.#options.concurrency,
      busy: Math.min(this.#inHand.leases.size, this.#options.concurrency),
      loops: this.#loops.states,
      wakeUp: this.#notifications.state,
      takeovers: this.#sweeper.takeovers,
    };
  }

  get #room(): number {
    return this.#inHand.room - this.#kept.jobIds.length;
  }

  start(): void {
    this.#leases.start();
    const { leaseMs, pollMs } = this.#options;
    this.#loops.start({ name: 'claim', roundMs: 2 * pollMs }, () =>
      this.#claim(),
    );
    this.#loops.start({ name: 'heartbeat', roundMs: leaseMs }, () =>
      this.#heartbeat(),
    );
    this.#loops.start({ name: 'sweep', roundMs: 2 * SWEEP_MS }, () =>
      this.#sweep(),
    );
    this.#loops.start({ name: 'clean', roundMs: 2 * CLEAN_MS }, () =>
      this.#clean(),
    );
    this.#notifications.start(() => this.wake());
  }

  /** Looks for due jobs now. A hint: without it they are found by the poll. */
  wake(): void {
    this.#rest.end();
  }

  /** Free slots that no due job is known to wait for. */
  get #spare(): number {
    const mayClaim = this.#rest.isTaken && !this.#loops.stopping.aborted;
    return mayClaim ? this.#room : 0;
  }

  /**
   * Keeps a slot for a job that is about to be made, so that it can begin without being queued.
   *
   * @returns undefined when no slot is free, or when there may be due jobs: those come first.
   */
  keepSlot(jobId: string): KeptSlot | undefined {
    const isOutOfTurn = this.#inTurn.activeCount === 0;
    return isOutOfTurn && this.#spare > 0 ? this.#kept.keep(jobId) : undefined;
  }

  /**
   * Claims jobs past the queue, as far as there are free slots and no due jobs, which come first.
   *
   * @returns how many were claimed, and begin.
   * @throws what the claim throws. Jobs that it has claimed all the same are handed back.
   */
  async claimBy(
    claim: (options: Required<ClaimOptions>) => Promise<ClaimedJob[]>,
  ): Promise<number> {
    if (this.#spare <= 0) {
      return 0;
    }
    try {
      return await this.#inTurn(() => this.#claimInto(this.#spare, claim));
    } catch (error) {
      this.#return.cutOff();
      this.wake();
      throw error;
    }
  }

  /**
   * Stops claiming, ends what is in hand and gives it back to the queue. Resolves when all is
   * given back.
   */
  async stop(): Promise<void> {
    this.#loops.stop();
    this.wake();
    this.#inHand.end(new WorkerShutdownError('The backend shuts down'));
    // A claim that was under way may still bring jobs; they are handed back at once.
    await this.#loops.whenEnded();
    await this.#inTurn(async () => {
      await this.#kept.whenGone();
      // What was made for slots whose answer was lost.
      await this.#comeBack();
    }).catch(error => {
      this.#logger.warn('Jobs may be left to be taken over', {
        error: String(error),
      });
    });
    await this.#notifications.stop();
    await this.#inHand.whenEnded();
    await this.#leases.stop();
  }

  async #claim() {
    const isAllTaken = await this.#inTurn(() => this.#claimDue());
    if (isAllTaken) {
      await this.#rest.take(jitterMs(this.#options.pollMs));
    }
  }

  /**
   * Whether there is nothing left to claim, or no slot for it. When slots stay free although there were jobs, others may have
   * been passed over that another worker claimed at that moment, with more behind them.
   */
  async #claimDue(): Promise<boolean> {
    await this.#comeBack();
    const free = this.#room;
    const claimed = await this.#claimInto(free, options =>
      claimJobs(this.#knex, options),
    );
    this.#lastTickAt = new Date();
    return claimed === 0 || claimed === free;
  }

  async #comeBack() {
    await this.#return.comeBack({
      inHand: [...this.#inHand.leases.keys()],
      beingMade: this.#kept.jobIds,
    });
  }

  /** @returns how many jobs were claimed, and begin. */
  async #claimInto(
    limit: number,
    claim: (options: Required<ClaimOptions>) => Promise<ClaimedJob[]>,
  ): Promise<number> {
    if (limit <= 0) {
      return 0;
    }
    const asked = performance.now();
    const jobs = await claim({
      workerId: this.id,
      limit,
      leaseMs: this.#options.leaseMs,
      actions: this.#inHand.actions,
      payloadSchema: PAYLOAD_SCHEMA,
    });
    for (const claimed of jobs) {
      this.#inHand.start(claimed, asked);
    }
    return jobs.length;
  }

  /** The pause comes last: a renewal that fails is tried again before that. */
  async #heartbeat() {
    await this.#leases.renew();
    await this.#loops.pause(this.#options.leaseMs / 3);
  }

  async #sweep() {
    await this.#loops.pause(jitterMs(SWEEP_MS));
    await this.#inTurn(() => this.#comeBack());
    if (
      this.#loops.sinceFailureMs > COME_BACK_MS &&
      (await this.#sweeper.sweep())
    ) {
      this.wake();
    }
  }

  async #clean() {
    await this.#loops.pause(jitterMs(CLEAN_MS));
    await this.#cleaner.clean(this.#loops.stopping);
  }
}
