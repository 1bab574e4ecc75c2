import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * Input that could not even be read, such as a body that is not JSON.
 *
 * @remarks
 * The HTTP layer hands it to the use case in place of the input, so that a caller without
 * permission is told so first; `parseOrThrow` then refuses it with these details.
 */
export class RejectedInput {
  readonly details: ValidationErrorDetail[];

  constructor(details: ValidationErrorDetail[]) {
    this.details = details;
  }
}
