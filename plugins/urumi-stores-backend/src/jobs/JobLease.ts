import { Knex } from 'knex';
import { HeldRows, rowsAt } from '../database/operations/holdLeases';
import { Lease, lockLease, readLease } from '../database/operations/leases';
import { lockStore } from '../database/operations/lockStore';
import { JobRow, StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { JobCancelledError, LeaseLostError } from './interruptions';

/**
 * For so many milliseconds a proof is as good as one of now. Nobody can have taken the lease over since, and whatever is
 * done next takes longer: who asks for the job's end meanwhile might as well have asked after that.
 */
const PROOF_MS = 50;

/** What a fenced transaction works on. */
export interface OwnedRows {
  trx: Knex.Transaction;
  store: StoreRow;
  job: JobRow;
}

/**
 * A worker's hold on one attempt of a job. All its writes go through {@link JobLease.write}, which
 * writes only as long as the fence is still the worker's.
 */
export class JobLease implements Lease {
  readonly jobId: string;
  readonly storeId: string;
  readonly fence: number;
  readonly job: JobRow;
  readonly #knex: Knex;
  readonly #controller = new AbortController();
  /** Until when, on the monotonic clock, nobody else can have the lease. */
  #trustedUntil: number;
  #isRenewalFailing = false;
  /** When the database last said, on the monotonic clock, that the lease is held and nobody wants the job's end. */
  #provenAt = -Infinity;
  #known: HeldRows | undefined;
  /** A moment of the database's clock, and when it was known here, on the monotonic clock. */
  #moment: { ms: number; since: number } | undefined;
  readonly #onWorkEnded: () => void;
  #hasBegun = false;
  #hasWorkEnded = false;

  /**
   * @param options.rows - as they were when the job was claimed.
   * @param options.onWorkEnded - is called once, when only the end is left to be written.
   */
  constructor(options: {
    knex: Knex;
    job: JobRow;
    rows?: HeldRows;
    trustedUntil: number;
    onWorkEnded?: () => void;
  }) {
    this.#knex = options.knex;
    this.#onWorkEnded = options.onWorkEnded ?? (() => {});
    this.job = options.job;
    this.jobId = options.job.id;
    this.storeId = options.job.store_id;
    this.fence = Number(options.job.fence);
    this.#trustedUntil = options.trustedUntil;
    this.#setKnown(options.rows);
  }

  /**
   * The rows as this worker last read or wrote them, at the present moment of the database's clock. Whoever writes from
   * them asks whether they still are so.
   */
  get known(): HeldRows | undefined {
    return this.#known && rowsAt(this.#known, this.now);
  }

  /**
   * @param rows - as a write has just left them. Only those with a version can be asked for again.
   * @param asked - when the write was sent, on the monotonic clock.
   */
  know(rows: HeldRows, asked: number): void {
    // What was to be written may be written all the same, but nothing else is to be begun then.
    this.#provenAt = rows.job.cancel_requested_at === null ? asked : -Infinity;
    this.#setKnown(rows);
  }

  #setKnown(rows: HeldRows | undefined) {
    this.#known = rows?.version ? rows : undefined;
    if (rows) {
      this.knowMoment(rows.now);
    }
  }

  /**
   * The present moment of the database's clock, in epoch milliseconds, as far as its answers have told: never before one that
   * was told before, so that what is written later has a later time.
   */
  get now(): number {
    const { ms, since } = this.#moment ?? { ms: 0, since: performance.now() };
    return ms + Math.floor(performance.now() - since);
  }

  /** @param ms - what the database has just said of its clock, in epoch milliseconds. */
  knowMoment(ms: number): void {
    if (ms > this.now) {
      this.#moment = { ms, since: performance.now() };
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get trustedUntil(): number {
    return this.#trustedUntil;
  }

  /** Whether the last renewal that was tried failed, as when the database cannot be reached. */
  get isRenewalFailing(): boolean {
    return this.#isRenewalFailing;
  }

  renewed(trustedUntil: number): void {
    this.#trustedUntil = trustedUntil;
    this.#isRenewalFailing = false;
  }

  renewalFailed(): void {
    this.#isRenewalFailing = true;
  }

  /** Whether its job has ever been at work here. One that waits for a slot has not. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  begin(): void {
    this.#hasBegun = true;
  }

  /** Says that no step runs any more. What comes after it is the write of the end. */
  endWork(): void {
    if (!this.#hasWorkEnded) {
      this.#hasWorkEnded = true;
      this.#onWorkEnded();
    }
  }

  /** Tells the work to stop, and why. */
  interrupt(reason: Error): void {
    this.#controller.abort(reason);
  }

  /**
   * Runs a transaction that holds the store's and the job's row.
   *
   * @throws LeaseLostError when the job is no longer this worker's; nothing is written then.
   */
  async write<T>(work: (rows: OwnedRows) => Promise<T>): Promise<T> {
    return runTransaction(this.#knex, async trx => {
      const store = await lockStore(trx, this.storeId);
      const job = await lockLease(trx, this);
      if (!store || !job) {
        throw this.lostError();
      }
      return work({ trx, store, job });
    });
  }

  /**
   * Asks before a write to somewhere else, which no transaction can hold back.
   *
   * @throws LeaseLostError, JobCancelledError, WorkerShutdownError when the work has to stop here.
   */
  async assertOwned(): Promise<void> {
    this.signal.throwIfAborted();
    const now = performance.now();
    if (now < this.#trustedUntil && now - this.#provenAt < PROOF_MS) {
      return;
    }
    const job = await readLease(this.#knex, this);
    if (!job) {
      throw this.lostError();
    }
    assertNotCancelled(job);
  }

  /** What is thrown when the job is no longer this worker's. */
  lostError(): LeaseLostError {
    return new LeaseLostError(
      `Job ${this.jobId} is no longer held with fence ${this.fence}`,
    );
  }
}

/** @throws JobCancelledError when somebody asked for the job's end. */
export function assertNotCancelled(
  job: Pick<JobRow, 'id' | 'cancel_requested_at'>,
): void {
  if (job.cancel_requested_at !== null) {
    throw new JobCancelledError(`Job ${job.id} is to be cancelled`);
  }
}
