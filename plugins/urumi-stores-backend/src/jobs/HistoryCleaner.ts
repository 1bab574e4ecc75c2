import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { deleteOldEvents } from '../database/operations/deleteOldEvents';
import { deleteOldJobs } from '../database/operations/deleteOldJobs';
import { deleteExpiredIdempotencyKeys } from '../database/operations/idempotencyKeys';
import { runTransaction } from '../database/transaction';

const DAY_MS = 24 * 60 * 60_000;
const KEEP_JOBS_MS = 30 * DAY_MS;
const KEEP_JOBS_PER_STORE = 20;
const KEEP_EVENTS_OF_DELETED_MS = 400 * DAY_MS;
const BATCH = 1_000;

/**
 * Forgets what nobody needs any more: old jobs, events of stores that are long gone, and answers to
 * requests of yesterday. Any replica may do it at any time, in short transactions, so that the
 * queue never waits for it.
 */
export class HistoryCleaner {
  readonly #knex: Knex;
  readonly #logger: LoggerService;

  constructor(options: { knex: Knex; logger: LoggerService }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
  }

  /** @param signal - ends it after the batch that it is in. */
  async clean(signal: AbortSignal): Promise<void> {
    const jobs = await inBatches(signal, () =>
      runTransaction(this.#knex, trx =>
        deleteOldJobs(trx, {
          olderThanMs: KEEP_JOBS_MS,
          keepPerStore: KEEP_JOBS_PER_STORE,
          limit: BATCH,
        }),
      ),
    );
    const events = await inBatches(signal, () =>
      deleteOldEvents(this.#knex, {
        deletedForMs: KEEP_EVENTS_OF_DELETED_MS,
        limit: BATCH,
      }),
    );
    const keys = await inBatches(signal, () =>
      deleteExpiredIdempotencyKeys(this.#knex, BATCH),
    );
    if (jobs + events + keys > 0) {
      this.#logger.info('Old records were forgotten', { jobs, events, keys });
    }
  }
}

async function inBatches(
  signal: AbortSignal,
  deleteBatch: () => Promise<number>,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const deleted = await deleteBatch();
    total += deleted;
    if (deleted < BATCH) {
      break;
    }
  }
  return total;
}
