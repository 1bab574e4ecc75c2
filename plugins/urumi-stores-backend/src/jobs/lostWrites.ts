import { NotSentError } from '../database/NotSentError';

/** A commit that failed, as with its connection. Nobody knows what it did: nothing is written again. */
export class LostCommitError extends Error {
  constructor(readonly cause: unknown) {
    super('The commit failed');
  }
}

/** A connection ended between a statement, which commits by itself, and its answer. Nobody knows what it did either. */
export class LostAnswerError extends Error {
  constructor() {
    // The driver's own text has the values of the statement, and they may be those of many owners.
    super(
      'The connection to the database ended while the work was written, and nobody knows whether it was',
    );
    this.name = 'LostAnswerError';
  }
}

/** SQLSTATEs of a connection that ends, however the statement was: see appendix A of PostgreSQL's manual. */
const ENDED = /^(08|57P0|25P03)/;

/** Whether an error says that a statement, which commits by itself, was not carried out. */
export function isRefused(error: unknown): boolean {
  if (error instanceof NotSentError) {
    return true;
  }
  const code =
    error instanceof Error && 'code' in error ? String(error.code) : '';
  // Codes of sockets have no digit.
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) && !ENDED.test(code);
}
