import { JsonObject } from '@backstage/types';
import {
  RevisionChange,
  RevisionObjectChange,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { parseManifest } from '../helm/parseManifest';
import { redact } from '../helm/redact';
import {
  compareObjects,
  compareValues,
  FieldDifference,
  formatPath,
  PathSegment,
} from '../kubernetes/drift/compareObjects';
import { KubernetesObject } from '../kubernetes/KubernetesObject';

/** In place of what may be a secret. */
export const MASK = '•••';

const VALUE_LENGTH = 2_000;
/** Names of what holds a secret, or may. */
const SECRET_NAME =
  /password|passwd|secret|token|api[-_]?key|credential|private[-_]?key/i;
/** Names of what only says where one is, such as `secretName`. */
const LOCATION_NAME = /(name|ref)$/i;

/** The values that differ. */
export function diffValues(
  before: JsonObject,
  after: JsonObject,
): RevisionChange[] {
  return compareValues(before, after).map(toChange);
}

/** The objects that differ, by what Helm rendered of two revisions. */
export function diffManifests(
  before: string,
  after: string,
): RevisionObjectChange[] {
  const old = byIdentity(before);
  const young = byIdentity(after);
  return [...new Set([...old.keys(), ...young.keys()])]
    .sort()
    .flatMap((key): RevisionObjectChange[] => {
      const was = old.get(key);
      const is = young.get(key);
      const { kind, metadata } = (is ?? was) as KubernetesObject;
      const named = { kind, name: metadata.name };
      if (!was || !is) {
        return [{ ...named, change: is ? 'added' : 'removed', fields: [] }];
      }
      const differences = compareObjects(was, is);
      return differences.length > 0
        ? [
            {
              ...named,
              change: 'changed',
              fields: differences.map(difference =>
                holdsSecrets(kind, difference.path)
                  ? toMasked(difference)
                  : toChange(difference),
              ),
            },
          ]
        : [];
    });
}

function byIdentity(manifest: string): Map<string, KubernetesObject> {
  return new Map(
    parseManifest(manifest).map(object => [
      `${object.kind}/${object.metadata.name}`,
      object,
    ]),
  );
}

/** All that a Secret holds is one, whatever it is called. */
function holdsSecrets(kind: string, path: readonly PathSegment[]): boolean {
  return kind === 'Secret' && /^(data|stringData)\b/.test(formatPath(path));
}

function toChange(difference: FieldDifference): RevisionChange {
  const { path, expected, actual } = difference;
  const names = path.map(segment =>
    typeof segment === 'string' ? segment : segment.element,
  );
  return names.some(name => SECRET_NAME.test(name)) &&
    !LOCATION_NAME.test(names.at(-1) ?? '')
    ? toMasked(difference)
    : { path: formatPath(path), before: show(expected), after: show(actual) };
}

function toMasked({ path, expected, actual }: FieldDifference): RevisionChange {
  const mask = (value: unknown) =>
    value === undefined || value === null ? null : MASK;
  return {
    path: formatPath(path),
    before: mask(expected),
    after: mask(actual),
  };
}

function show(value: unknown): string | null {
  if (value === undefined || value === null) {
    return null;
  }
  const text =
    typeof value === 'string' ? redact(value) : JSON.stringify(masked(value));
  return text.length > VALUE_LENGTH
    ? `${text.slice(0, VALUE_LENGTH - 1)}…`
    : text;
}

/** A value that was added or removed as a whole, with what may be secret in it masked. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(masked);
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? redact(value) : value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      SECRET_NAME.test(name) && !LOCATION_NAME.test(name)
        ? MASK
        : masked(entry),
    ]),
  );
}
