import { z } from 'zod';
import { UnprocessableEntityError } from '../errors';
import { RejectedInput } from './RejectedInput';
import { InputLocation, toErrorDetails } from './toErrorDetails';

/**
 * The value as the schema reads it, defaults filled in.
 *
 * @throws UnprocessableEntityError that names every wrong field and why.
 */
export function parseOrThrow<T extends z.ZodType>(
  schema: T,
  value: unknown,
  location: InputLocation,
): z.output<T> {
  if (value instanceof RejectedInput) {
    throw new UnprocessableEntityError(value.details);
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) {
    throw new UnprocessableEntityError(
      toErrorDetails(result.error.issues, location),
    );
  }
  return result.data;
}
