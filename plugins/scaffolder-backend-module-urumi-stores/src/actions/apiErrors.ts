import { ForwardedError, isError } from '@backstage/errors';

/** Whether the stores API answered that there is no such store. */
export function isNotFound(error: unknown): boolean {
  return isError(error) && error.statusCode === 404;
}

/** Whether asking again may help: no answer at all, too many requests, or the server's fault. */
export function isTransient(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  return typeof error.statusCode === 'number'
    ? error.statusCode === 429 || error.statusCode >= 500
    : error.name === 'TypeError';
}

/**
 * An error for the log of a template step: what failed, and the words of the API instead of
 * its status code.
 */
export function apiFailure(message: string, error: unknown): Error {
  return new ForwardedError(
    message,
    isError(error) && isError(error.cause) ? error.cause : error,
  );
}
