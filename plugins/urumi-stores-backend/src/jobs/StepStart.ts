import { HeldRows } from '../database/operations/holdLeases';
import { JobLease } from './JobLease';

/**
 * The start of a step, which is written while the step has its first look. Nothing is changed anywhere before it is
 * written.
 */
export class StepStart {
  /** As the step finds them. */
  readonly rows: HeldRows;
  /** Rejects with what kept the start from being written. */
  readonly written: Promise<void>;
  readonly #lease: JobLease;

  constructor(options: {
    lease: JobLease;
    rows: HeldRows;
    written: Promise<void>;
  }) {
    this.rows = options.rows;
    this.#lease = options.lease;
    this.written = options.written;
    // The step has begun in vain.
    this.written.catch(error => this.#lease.interrupt(error));
  }

  /**
   * Asks whether the lease is still held; see `StepContext`. A start that has just been written has proven it.
   *
   * @throws as `StepContext.assertOwned`.
   */
  async assertOwned(): Promise<void> {
    await this.written;
    await this.#lease.assertOwned();
  }
}
