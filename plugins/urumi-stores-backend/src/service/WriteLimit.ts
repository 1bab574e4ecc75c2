import { Knex } from 'knex';
import { LimitsConfig } from '../config';
import {
  RateKind,
  readRateWindow,
  takeWrite,
} from '../database/operations/rateLimit';
import { TooManyRequestsError } from '../errors';
import { StoresMetrics } from '../metrics';

type RateLimits = Pick<
  LimitsConfig,
  'writesPerMinute' | 'createsPerMinute' | 'deletesPerMinute'
>;

const RATES: Record<RateKind, { limit: keyof RateLimits; done: string }> = {
  write: { limit: 'writesPerMinute', done: 'writes' },
  create: { limit: 'createsPerMinute', done: 'new stores' },
  delete: { limit: 'deletesPerMinute', done: 'deletes' },
};

/** How many writes a principal may make in a minute, and how many of them may make or delete. */
export class WriteLimit {
  readonly #knex: Knex;
  readonly #limits: RateLimits;
  readonly #metrics: Pick<StoresMetrics, 'rateLimited'>;

  constructor(options: {
    knex: Knex;
    limits: RateLimits;
    metrics: Pick<StoresMetrics, 'rateLimited'>;
  }) {
    this.#knex = options.knex;
    this.#limits = options.limits;
    this.#metrics = options.metrics;
  }

  /** @throws TooManyRequestsError when the principal has no write left; counts nothing. */
  async check(principal: string, kind?: RateKind): Promise<void> {
    for (const each of kindsOf(kind)) {
      const { writes } = await readRateWindow(this.#knex, principal, each);
      if (writes >= this.#limits[RATES[each].limit]) {
        await this.#refuse(this.#knex, principal, each);
      }
    }
  }

  /**
   * Counts a write in the transaction that makes it, so that one which fails is not counted.
   *
   * @throws TooManyRequestsError
   */
  async take(trx: Knex, principal: string, kind?: RateKind): Promise<void> {
    for (const each of kindsOf(kind)) {
      const allowed = this.#limits[RATES[each].limit];
      if (!(await takeWrite(trx, principal, allowed, each))) {
        await this.#refuse(trx, principal, each);
      }
    }
  }

  async #refuse(knex: Knex, principal: string, kind: RateKind): Promise<never> {
    const { remainingMs } = await readRateWindow(knex, principal, kind);
    this.#metrics.rateLimited();
    const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
    const { limit, done } = RATES[kind];
    throw new TooManyRequestsError(
      `${principal} has made ${
        this.#limits[limit]
      } ${done} in this minute, and no more are allowed (${limit}); try again in ${seconds} s`,
      seconds,
    );
  }
}

/** Whoever makes or deletes a store writes, too. */
function kindsOf(kind: RateKind = 'write'): RateKind[] {
  return kind === 'write' ? [kind] : ['write', kind];
}
