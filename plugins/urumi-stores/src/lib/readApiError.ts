import { ErrorLike, ResponseError } from '@backstage/errors';
import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';

/** An error of the API, sorted by what the pages do about it. */
export interface ApiProblem {
  kind: 'denied' | 'not-found' | 'conflict' | 'invalid' | 'limited' | 'other';
  /** What happened, in the server's words. */
  message: string;
  /** Messages by field, such as `display_name` or `parameters.locale`. */
  fields: Record<string, string>;
  /** Seconds to wait, as the server asked. */
  retryAfterSeconds?: number;
}

const KINDS: Record<number, ApiProblem['kind']> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  409: 'conflict',
  422: 'invalid',
  429: 'limited',
};

/** Reads what the stores API said about a failed call. */
export function readApiError(error: ErrorLike): ApiProblem {
  if (!ResponseError.is(error)) {
    return { kind: 'other', message: error.message, fields: {} };
  }
  const detail = 'detail' in error.body ? error.body.detail : undefined;
  const issues = Array.isArray(detail) ? detail.filter(isIssue) : [];
  const retryAfter = Number(error.response.headers.get('retry-after'));
  return {
    kind: KINDS[error.statusCode] ?? 'other',
    message:
      (typeof detail === 'string' && detail) ||
      issues.map(({ loc, msg }) => `${fieldName(loc)}: ${msg}`).join('; ') ||
      error.cause.message ||
      error.message,
    fields: Object.fromEntries(
      issues.map(issue => [fieldName(issue.loc), issue.msg]),
    ),
    ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
  };
}

function fieldName(loc: (string | number)[]): string {
  return (loc[0] === 'body' ? loc.slice(1) : loc).join('.');
}

function isIssue(value: unknown): value is ValidationErrorDetail {
  return (
    typeof value === 'object' &&
    value !== null &&
    'loc' in value &&
    Array.isArray(value.loc) &&
    'msg' in value &&
    typeof value.msg === 'string'
  );
}
