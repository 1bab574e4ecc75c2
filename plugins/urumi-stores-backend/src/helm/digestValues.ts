import { createHash } from 'node:crypto';
import { JsonValue } from '@backstage/types';

/** SHA-256 of values, the same whatever the order of their keys. */
export function digestValues(values: JsonValue): string {
  return createHash('sha256').update(canonical(values)).digest('hex');
}

function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
