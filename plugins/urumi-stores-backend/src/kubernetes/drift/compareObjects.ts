import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject } from '../KubernetesObject';

/** A field's name, or the name of an element of a list whose elements have names. */
export type PathSegment = string | { element: string };

/** A field that differs. Undefined: it is not there. */
export interface FieldDifference {
  path: PathSegment[];
  expected: unknown;
  actual: unknown;
}

/** What the API server keeps itself, and what tells of a state instead of asking for one. */
const IGNORED_METADATA = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** The fields in which an object is not as expected, its state left out. */
export function compareObjects(
  expected: KubernetesObject,
  actual: KubernetesObject,
): FieldDifference[] {
  return compare(comparable(expected), comparable(actual), []);
}

/** The places in which two values differ. */
export function compareValues(
  expected: unknown,
  actual: unknown,
): FieldDifference[] {
  return compare(expected, actual, []);
}

/** A path as people write it: `spec.containers[web].image`. */
export function formatPath(path: readonly PathSegment[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment !== 'string') {
        return `[${segment.element}]`;
      }
      if (!/^[\w-]+$/.test(segment)) {
        return `[${segment}]`;
      }
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

function comparable(object: KubernetesObject): Record<string, unknown> {
  const { apiVersion, kind, status, metadata, ...content } = object;
  const kept = Object.entries(metadata).filter(
    ([name]) => !IGNORED_METADATA.includes(name),
  );
  return { metadata: Object.fromEntries(kept), ...content };
}

function compare(
  expected: unknown,
  actual: unknown,
  path: PathSegment[],
): FieldDifference[] {
  if (isRecord(expected) && isRecord(actual)) {
    return compareEntries(expected, actual, name => [...path, name]);
  }
  const expectedElements = byName(expected);
  const actualElements = byName(actual);
  if (expectedElements && actualElements) {
    return compareEntries(expectedElements, actualElements, element => [
      ...path,
      { element },
    ]);
  }
  return isDeepStrictEqual(expected, actual)
    ? []
    : [{ path, expected, actual }];
}

function compareEntries(
  expected: Record<string, unknown>,
  actual: Record<string, unknown>,
  pathOf: (name: string) => PathSegment[],
): FieldDifference[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].flatMap(name =>
    compare(expected[name], actual[name], pathOf(name)),
  );
}

/** The elements of a list by their names, when each has one of its own. */
function byName(value: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const entries = value.flatMap(element =>
    isRecord(element) && typeof element.name === 'string'
      ? [[element.name, element] as const]
      : [],
  );
  const elements = Object.fromEntries(entries);
  return Object.keys(elements).length === value.length ? elements : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
