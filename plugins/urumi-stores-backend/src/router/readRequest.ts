import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';
import { Request } from 'express';
import { z } from 'zod';
import {
  InputLocation,
  noQuerySchema,
  parseOrThrow,
  RejectedInput,
  toErrorDetails,
} from '../schema';
import { UnprocessableEntityError } from '../errors';

/**
 * Who calls: a person or a program.
 *
 * @throws AuthenticationError without valid credentials.
 */
export async function readCaller(
  request: Request,
  httpAuth: HttpAuthService,
): Promise<BackstageCredentials> {
  return httpAuth.credentials(request, { allow: ['user', 'service'] });
}

/**
 * The query as it was sent: a string for a key that is given once, a list for one that is repeated.
 */
export function readQuery(request: Request): Record<string, string | string[]> {
  const start = request.originalUrl.indexOf('?');
  const parameters = new URLSearchParams(
    start < 0 ? '' : request.originalUrl.slice(start + 1),
  );
  return Object.fromEntries(
    [...new Set(parameters.keys())].map(key => {
      const values = parameters.getAll(key);
      return [key, values.length === 1 ? values[0] : values];
    }),
  );
}

/**
 * For calls that take neither query nor body: a caller who sends one anyway, such as
 * `dry_run=true` with a delete, expects something that would not happen.
 *
 * @throws UnprocessableEntityError that names what was sent.
 */
export function requireNoInput(request: Request): void {
  parseOrThrow(noQuerySchema, readQuery(request), 'query');
  const body = readJsonBody(request);
  if (body !== undefined) {
    parseOrThrow(z.strictObject({}), body, 'body');
  }
}

/**
 * What is wrong with a part of the request; empty when nothing is.
 */
export function findErrors(
  schema: z.ZodType,
  value: unknown,
  location: InputLocation,
): ValidationErrorDetail[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return error ? toErrorDetails(error.issues, location) : [];
}

/**
 * The JSON value of the body that `express.raw` has read, undefined without a body, or a
 * {@link RejectedInput} that says why it is none.
 */
export function readJsonBody(request: Request): unknown {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    return undefined;
  }
  // Without a content type JSON is assumed, as nothing else makes sense here.
  if (request.headers['content-type'] && !request.is(['json', '+json'])) {
    return new RejectedInput([
      {
        loc: ['header', 'content-type'],
        msg: 'must be application/json',
        type: 'value_error',
      },
    ]);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text, refuseProto);
  } catch (error) {
    if (error instanceof UnprocessableEntityError) {
      return new RejectedInput(error.details);
    }
    return new RejectedInput([
      { loc: ['body'], msg: 'must be JSON in UTF-8', type: 'json_invalid' },
    ]);
  }
}

/** This one key would get lost on its way, and nothing that is sent is ignored. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') {
    throw new UnprocessableEntityError([
      { loc: ['body', key], msg: 'is not known here', type: 'extra_forbidden' },
    ]);
  }
  return value;
}

/**
 * The JSON value of the body of a call that takes no query: a query that nobody knows takes the body's place, to be refused once the caller is authorised.
 */
export function readBody(request: Request): unknown {
  const details = findErrors(noQuerySchema, readQuery(request), 'query');
  return details.length > 0
    ? new RejectedInput(details)
    : readJsonBody(request);
}
