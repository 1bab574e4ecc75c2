import { CustomErrorBase, NotFoundError } from '@backstage/errors';
import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';

/** The errors of Backstage that tell something to the caller, with what HTTP calls them. */
export const ERROR_STATUS_CODES: Readonly<Record<string, number>> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
};

/**
 * What is there, but not for the caller to know: they are told what they would be if it were not.
 */
export class HiddenError extends NotFoundError {}

/**
 * The request is well-formed but cannot be processed: HTTP 422.
 */
export class UnprocessableEntityError extends CustomErrorBase {
  name = 'UnprocessableEntityError' as const;
  readonly details: ValidationErrorDetail[];

  constructor(details: ValidationErrorDetail[]) {
    super(
      details
        .map(detail => `${detail.loc.join('.')}: ${detail.msg}`)
        .join('; '),
    );
    this.details = details;
  }
}

/**
 * The caller writes faster than the limit allows: HTTP 429.
 */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
