/** A commit that failed, as with its connection. Nobody knows what it did: nothing is written again. */
export class LostCommitError extends Error {
  constructor(readonly cause: unknown) {
    super('The commit failed');
  }
}

/**
 * Whether an error says that a statement, which commits by itself, was not carried out: the database has answered so, or it
 * was never sent, as there was no connection to be had or its values are no JSON.
 */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  return 'severity' in error
    ? error.severity === 'ERROR'
    : error instanceof TypeError || error.name === 'KnexTimeoutError';
}
