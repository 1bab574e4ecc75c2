import { JsonObject } from '@backstage/types';

/** The parameters with those given put over them; null takes one back. */
export function mergeParameters(
  parameters: JsonObject,
  given: JsonObject,
): JsonObject {
  return Object.fromEntries(
    Object.entries({ ...parameters, ...given }).filter(
      ([, value]) => value !== null,
    ),
  );
}
