import { Knex } from 'knex';
import { readRateWindow, takeWrite } from '../database/operations/rateLimit';
import { TooManyRequestsError } from '../errors';
import { StoresMetrics } from '../metrics';

/** How many writes a principal may make in a minute. */
export class WriteLimit {
  readonly #knex: Knex;
  readonly #allowed: number;
  readonly #metrics: StoresMetrics;

  constructor(options: {
    knex: Knex;
    allowed: number;
    metrics: StoresMetrics;
  }) {
    this.#knex = options.knex;
    this.#allowed = options.allowed;
    this.#metrics = options.metrics;
  }

  /** @throws TooManyRequestsError when the principal has no write left; counts nothing. */
  async check(principal: string): Promise<void> {
    const { writes } = await readRateWindow(this.#knex, principal);
    if (writes >= this.#allowed) {
      await this.#refuse(this.#knex, principal);
    }
  }

  /**
   * Counts a write in the transaction that makes it, so that one which fails is not counted.
   *
   * @throws TooManyRequestsError
   */
  async take(trx: Knex, principal: string): Promise<void> {
    if (!(await takeWrite(trx, principal, this.#allowed))) {
      await this.#refuse(trx, principal);
    }
  }

  async #refuse(knex: Knex, principal: string): Promise<never> {
    const { remainingMs } = await readRateWindow(knex, principal);
    this.#metrics.rateLimited();
    const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
    throw new TooManyRequestsError(
      `${principal} has made ${
        this.#allowed
      } writes in this minute, and no more are allowed; try again in ${seconds} s`,
      seconds,
    );
  }
}
