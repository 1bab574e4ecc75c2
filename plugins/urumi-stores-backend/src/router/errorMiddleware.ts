import { LoggerService } from '@backstage/backend-plugin-api';
import { serializeError } from '@backstage/errors';
import { StoreErrorBody } from '@urumi/backstage-plugin-urumi-stores-common';
import { ErrorRequestHandler } from 'express';
import {
  ERROR_STATUS_CODES,
  TooManyRequestsError,
  UnprocessableEntityError,
} from '../errors';
import { HttpStatusError } from './HttpStatusError';

interface ErrorAnswer {
  statusCode: number;
  name: string;
  message: string;
  detail?: StoreErrorBody['detail'];
  headers?: Record<string, string>;
}

/**
 * Answers with errors in the form of the HTTP contract. An error that is not known to be the
 * caller's is logged, and nothing of it is told.
 */
export function createErrorMiddleware(options: {
  logger: LoggerService;
}): ErrorRequestHandler {
  const { logger } = options;
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = toErrorAnswer(error);
    if (answer.statusCode === 500) {
      logger.error(
        `${request.method} ${request.baseUrl}${request.path} failed`,
        serializeError(toError(error), { includeStack: true }),
      );
    }
    const { statusCode, name, message } = answer;
    response
      .status(statusCode)
      .set(answer.headers ?? {})
      .json({
        error: { name, message },
        detail: answer.detail ?? message,
        request: { method: request.method, url: request.originalUrl },
        response: { statusCode },
      });
  };
}

function toErrorAnswer(thrown: unknown): ErrorAnswer {
  const error = toError(thrown);
  const { name, message } = error;
  if (error instanceof UnprocessableEntityError) {
    return { statusCode: 422, name, message, detail: error.details };
  }
  if (error instanceof TooManyRequestsError) {
    return {
      statusCode: 429,
      name,
      message,
      headers: { 'Retry-After': String(Math.ceil(error.retryAfterSeconds)) },
    };
  }
  if (error instanceof HttpStatusError) {
    const { statusCode, headers } = error;
    return { statusCode, name, message, headers };
  }
  if (name === 'URIError') {
    return {
      statusCode: 400,
      name: 'InputError',
      message: 'The path has a percent sign that starts no valid encoding',
    };
  }
  const statusCode = Object.hasOwn(ERROR_STATUS_CODES, name)
    ? ERROR_STATUS_CODES[name]
    : undefined;
  return statusCode === undefined
    ? {
        statusCode: 500,
        name: 'InternalServerError',
        message:
          'Something failed that should not; the log of the backend says what',
      }
    : { statusCode, name, message };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
