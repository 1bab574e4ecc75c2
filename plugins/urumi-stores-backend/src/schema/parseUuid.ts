import { InputError } from '@backstage/errors';
import { uuidSchema } from './fields';

/**
 * An id from a path, in the spelling of the database.
 *
 * @throws InputError (400) that names the path's parameter.
 */
export function parseUuid(value: string, name: string): string {
  const result = uuidSchema.safeParse(value);
  if (!result.success) {
    throw new InputError(`${name} must be a UUID`);
  }
  return result.data;
}

/** Whether a text is an id, in the spelling of the database. */
export function isUuid(text: string): boolean {
  return uuidSchema.safeParse(text).data === text;
}
