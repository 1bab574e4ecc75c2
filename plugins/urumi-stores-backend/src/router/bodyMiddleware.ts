import { InputError } from '@backstage/errors';
import express from 'express';
import { HttpStatusError } from './HttpStatusError';

const MAX_BODY_BYTES = 100 * 1024;

/**
 * Reads the body as bytes, whatever it says it is; `readJsonBody` makes sense of it.
 */
export function createBodyMiddleware(): express.RequestHandler {
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES });
  return (request, response, next) => {
    readBody(request, response, (error?: unknown) =>
      next(error === undefined ? undefined : toBodyError(error)),
    );
  };
}

/** All that can go wrong in reading a body is in what was sent. */
function toBodyError(error: unknown): Error {
  switch (error instanceof Error && 'type' in error && error.type) {
    case 'entity.too.large':
      return new HttpStatusError({
        statusCode: 413,
        name: 'PayloadTooLargeError',
        message: 'The body is larger than 100 kB',
      });
    case 'encoding.unsupported':
      return new HttpStatusError({
        statusCode: 415,
        name: 'UnsupportedMediaTypeError',
        message: 'The content-encoding of the body is not known; send it plain',
      });
    default:
      return new InputError(
        'The body cannot be read: it is not what its headers say',
        error,
      );
  }
}
