import { CustomErrorBase } from '@backstage/errors';
import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';

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
