import { isError } from '@backstage/errors';

/** Whether the stores API answered that there is no such store. */
export function isNotFound(error: unknown): boolean {
  return isError(error) && error.statusCode === 404;
}
