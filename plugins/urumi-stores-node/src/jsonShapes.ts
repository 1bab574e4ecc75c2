import { JsonObject, JsonValue } from '@backstage/types';

/**
 * The object that a value is, and an empty one for what is none.
 *
 * @public
 */
export function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

/**
 * The values of a list, and an empty list for what is none.
 *
 * @public
 */
export function asList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The objects of a list, and an empty list for what is none.
 *
 * @public
 */
export function asObjects(value: JsonValue | undefined): JsonObject[] {
  return asList(value).map(asObject);
}
