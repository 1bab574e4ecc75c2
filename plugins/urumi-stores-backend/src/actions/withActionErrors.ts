import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import {
  ERROR_STATUS_CODES,
  TooManyRequestsError,
  UnprocessableEntityError,
} from '../errors';

/**
 * Runs an action with errors that keep their meaning on the way to its caller, who knows only those
 * of Backstage by name. What is not known to be the caller's is logged, and nothing of it is told.
 */
export async function withActionErrors<T>(
  { name, logger }: { name: string; logger: LoggerService },
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnprocessableEntityError) {
      throw new InputError(error.message);
    }
    if (error instanceof TooManyRequestsError) {
      throw Object.assign(new ConflictError(error.message), {
        statusCode: 429,
      });
    }
    if (
      error instanceof Error &&
      Object.hasOwn(ERROR_STATUS_CODES, error.name)
    ) {
      throw error;
    }
    logger.error(
      `The action ${name} failed`,
      error instanceof Error ? error : { error: String(error) },
    );
    throw new Error(
      'Something failed that should not; the log of the backend says what',
    );
  }
}
