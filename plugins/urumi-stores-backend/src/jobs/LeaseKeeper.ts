import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LOOP_STATEMENT_MS } from '../database/dialect';
import { renewLeases } from '../database/operations/leases';
import { JobCancelledError, LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { StallWatch } from './StallWatch';
import { WorkerReturn } from './WorkerReturn';

const WATCHDOG_MS = 250;

/** Renews the leases that a worker has in hand, and ends its work on those that may be somebody else's by now. */
export class LeaseKeeper {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #leaseMs: number;
  readonly #inHand: ReadonlyMap<JobLease, unknown>;
  readonly #return: WorkerReturn;
  #watchdog: NodeJS.Timeout | undefined;
  #stalls: StallWatch | undefined;
  /** When the event loop last stood still for so long that a statement may seem to have taken too long. */
  #stalledAt = -Infinity;

  /** @param options - `inHand`: the leases by which the worker works at the moment; others are not its own. */
  constructor(options: {
    knex: Knex;
    logger: LoggerService;
    leaseMs: number;
    inHand: ReadonlyMap<JobLease, unknown>;
    workerReturn: WorkerReturn;
  }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#leaseMs = options.leaseMs;
    this.#inHand = options.inHand;
    this.#return = options.workerReturn;
  }

  /** Begins to watch. A lease that could not be renewed in time may become somebody else's: its work is stopped before that. */
  start(): void {
    this.#stalls = new StallWatch({
      everyMs: WATCHDOG_MS,
      logger: this.#logger,
    });
    this.#watchdog = setInterval(() => this.#dropUntrusted(), WATCHDOG_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#watchdog);
    await this.#stalls?.stop();
  }

  /** Until when a lease is trusted that was asked for at that moment: until shortly before it can be taken over. */
  trustFrom(asked: number): number {
    return asked + this.#leaseMs * 0.8;
  }

  /** @throws what the database says when nothing could be renewed. */
  async renew(): Promise<void> {
    const leases = [...this.#inHand.keys()];
    const asked = performance.now();
    const held = await renewLeases(this.#knex, leases, this.#leaseMs).catch(
      error => {
        // An answer that this process was too late to hear says nothing of the database.
        if (this.#stalledAt < asked) {
          leases.forEach(lease => lease.renewalFailed());
        }
        throw error;
      },
    );
    for (const lease of leases) {
      const state = held.get(lease.jobId);
      if (state) {
        lease.renewed(this.trustFrom(asked));
        if (state.cancelRequested) {
          lease.interrupt(new JobCancelledError(`Job ${lease.jobId} ends`));
        }
      } else if (this.#inHand.has(lease)) {
        this.#return.cutOff();
        lease.interrupt(
          new LeaseLostError(`The lease of job ${lease.jobId} is lost`),
        );
      }
    }
  }

  #dropUntrusted() {
    const lap = this.#stalls?.lap();
    if (lap && lap.lateMs > LOOP_STATEMENT_MS / 2) {
      this.#stalledAt = performance.now();
    }
    // Longer than between two heartbeats: its own work kept it from the next.
    const wasBlocked =
      lap?.processRan === true && lap.lateMs > this.#leaseMs / 3;
    for (const lease of this.#inHand.keys()) {
      if (performance.now() > lease.trustedUntil) {
        // While renewals fail it may have run out for that alone.
        if (
          wasBlocked &&
          lease.hasBegun &&
          !lease.isRenewalFailing &&
          !lease.signal.aborted
        ) {
          this.#return.blocked(lease);
        }
        this.#return.cutOff();
        lease.interrupt(
          new LeaseLostError(`The lease of job ${lease.jobId} was not renewed`),
        );
      }
    }
  }
}
