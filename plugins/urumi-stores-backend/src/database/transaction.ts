import { Knex } from 'knex';

const ATTEMPTS = 5;

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
      return await knex.transaction(work);
    } catch (error) {
      const code =
        error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!RETRYABLE_CODES.has(code) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}
