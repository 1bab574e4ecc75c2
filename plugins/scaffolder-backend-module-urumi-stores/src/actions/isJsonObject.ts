import { JsonObject } from '@backstage/types';

/** Whether a value is an object as JSON has it. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
