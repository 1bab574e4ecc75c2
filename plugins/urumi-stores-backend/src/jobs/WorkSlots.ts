import { NoSlotError } from './interruptions';
import { JobLease } from './JobLease';

/** As many jobs as came to their end within so many milliseconds are claimed ahead: it takes about as long until they begin. */
const AHEAD_MS = 30;
/** Longest time that a job waits here for a slot, in milliseconds. Another worker may have one. */
const PATIENCE_MS = 500;

/**
 * The slots of a worker. So many of its jobs are at work at a time; those that it has claimed ahead wait for a slot in their
 * order, for a moment only.
 */
export class WorkSlots {
  readonly #size: number;
  /** With the moment, on the monotonic clock, at which each got its slot. */
  readonly #atWork = new Map<JobLease, number>();
  readonly #waiting = new Map<JobLease, () => void>();
  /** Those whose work took less than {@link AHEAD_MS}. */
  readonly #quick = new WeakSet<JobLease>();
  /** When the last quick jobs came to their end, on the monotonic clock. */
  #endings: number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Jobs that are at work, or wait to be. */
  get taken(): number {
    return this.#atWork.size + this.#waiting.size;
  }

  /**
   * How many jobs the worker has use for: one for each slot, and more as long as they end so fast that a claim for each would
   * take longer than their work. Ends count once they are written, so that no more is claimed than can be.
   */
  get pace(): number {
    const since = performance.now() - AHEAD_MS;
    this.#endings = this.#endings.filter(endedAt => endedAt > since);
    return Math.max(this.#size, this.#endings.length);
  }

  /**
   * Waits for a slot. One that has to wait for too long is interrupted with NoSlotError.
   *
   * Resolves also when the lease is interrupted meanwhile; the job has no slot then.
   */
  async enter(lease: JobLease): Promise<void> {
    const { signal } = lease;
    if (signal.aborted) {
      return;
    }
    if (this.#atWork.size < this.#size) {
      this.#admit(lease);
      return;
    }
    const timer = setTimeout(
      () => lease.interrupt(new NoSlotError('Other jobs take longer')),
      PATIENCE_MS,
    );
    await new Promise<void>(resolve => {
      this.#waiting.set(lease, resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    clearTimeout(timer);
    this.#waiting.delete(lease);
  }

  /** Gives the slot of a job, of which only the end is left to be written, to the next one. */
  leave(lease: JobLease): void {
    const since = this.#atWork.get(lease);
    if (since === undefined) {
      return;
    }
    this.#atWork.delete(lease);
    if (performance.now() - since < AHEAD_MS) {
      this.#quick.add(lease);
    }
    for (const [next, admitted] of this.#waiting) {
      this.#waiting.delete(next);
      if (!next.signal.aborted) {
        this.#admit(next);
        admitted();
        return;
      }
    }
  }

  /** The end of a job is written. */
  ended(lease: JobLease): void {
    this.leave(lease);
    if (this.#quick.delete(lease) && !lease.signal.aborted) {
      this.#endings.push(performance.now());
    }
  }

  #admit(lease: JobLease) {
    lease.begin();
    this.#atWork.set(lease, performance.now());
  }
}
