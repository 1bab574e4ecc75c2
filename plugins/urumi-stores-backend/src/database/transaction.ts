import { Knex } from 'knex';
import { isPostgres } from './dialect';
import { isForgotten } from './runPrepared';

const ATTEMPTS = 5;

/**
 * Longest time that PostgreSQL lets a transaction of ours stand still, in milliseconds. None waits for anything
 * but the database: one that stands still is of a process that was stopped or cut off in the middle, and would keep
 * its store from whoever takes over.
 */
const IDLE_MS = 10_000;

/** The connections on which it is set. */
const bounded = new WeakSet<object>();

/** Deadlock, serialization failure: the database says itself that trying again helps. */
const RETRYABLE_CODES = new Set(['40P01', '40001', 'SQLITE_BUSY']);

/**
 * Runs a transaction, and runs it again when the database asks for it.
 *
 * @remarks
 * The work must be repeatable: it writes nothing but to the transaction. Transactions that touch
 * a store lock its row first and its jobs after it, so that two of them never wait for each other.
 */
export async function runTransaction<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(knex, work);
    } catch (error) {
      const code =
        error instanceof Error && 'code' in error ? String(error.code) : '';
      if (
        !(RETRYABLE_CODES.has(code) || isForgotten(error)) ||
        attempt === ATTEMPTS
      ) {
        throw error;
      }
    }
  }
}

/**
 * Reads several things as they were at one moment, so that they do not contradict each other.
 *
 * @param read - writes nothing, and waits for nothing but the database.
 */
export async function readSnapshot<T>(
  knex: Knex,
  read: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return runOnce(knex, read, {
    isolationLevel: 'repeatable read',
    readOnly: true,
  });
}

async function runOnce<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  /** For PostgreSQL. SQLite has one writer, and shows each transaction one moment. */
  config?: Knex.TransactionConfig,
): Promise<T> {
  if (!isPostgres(knex)) {
    return knex.transaction(work);
  }
  const { result, connection } = await knex.transaction(async trx => {
    const ofTransaction: object = await trx.client.acquireConnection();
    if (!bounded.has(ofTransaction)) {
      await trx.raw(`SET idle_in_transaction_session_timeout = ${IDLE_MS}`);
    }
    return { result: await work(trx), connection: ofTransaction };
  }, config);
  // A transaction that is taken back takes the setting back, too.
  bounded.add(connection);
  return result;
}
