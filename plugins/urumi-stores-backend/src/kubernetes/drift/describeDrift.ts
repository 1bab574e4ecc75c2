import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { KubernetesObject } from '../KubernetesObject';
import { FieldDifference, formatPath, PathSegment } from './compareObjects';
import { FieldWriter, fieldWriters } from './fieldWriters';

const VALUE_LENGTH = 120;

/** What applies the objects of a store. Whoever else wrote a field is named before them. */
const OWN_MANAGERS: readonly string[] = ['helm', 'urumi-guardrails'];

/** An object that should be as it was applied. */
export interface AppliedObject {
  part: StoreDrift['part'];
  object: KubernetesObject;
}

/** That an object is not there, or must not be there. */
export function objectDrift(
  { part, object }: AppliedObject,
  change: 'missing' | 'added',
): StoreDrift {
  return {
    ...identity(part, object),
    change,
    field: null,
    expected: null,
    actual: null,
    ...(change === 'added'
      ? byWhom(fieldWriters(object.metadata.managedFields, []))
      : byWhom([])),
  };
}

/**
 * That a field is not as it was applied; undefined for one that is left to a controller.
 *
 * @param live - the object as it is.
 */
export function fieldDrift(
  { part, object }: AppliedObject,
  live: KubernetesObject,
  { path, expected, actual }: FieldDifference,
): StoreDrift | undefined {
  const writers = fieldWriters(live.metadata.managedFields, path);
  if (writers.some(writer => isAutoscaled(path, writer))) {
    return undefined;
  }
  const shown = mayBeSecret(object.kind, path)
    ? { expected: null, actual: null }
    : { expected: format(expected), actual: format(actual) };
  return {
    ...identity(part, object),
    change: 'changed',
    field: formatPath(path),
    ...shown,
    ...byWhom(writers),
  };
}

/** That the API server refuses to bring an object back, in its words. */
export function refusedDrift(
  { part, object }: AppliedObject,
  message: string,
): StoreDrift {
  return {
    ...identity(part, object),
    change: 'changed',
    field: null,
    expected: null,
    actual: format(message),
    ...byWhom([]),
  };
}

function identity(
  part: StoreDrift['part'],
  { kind, metadata }: KubernetesObject,
) {
  return { part, kind, name: metadata.name };
}

function byWhom(writers: readonly FieldWriter[]) {
  const writer =
    writers.find(({ manager }) => !OWN_MANAGERS.includes(manager)) ??
    writers.at(0);
  return {
    changed_by: writer?.manager ?? null,
    changed_at: writer?.time ?? null,
  };
}

/** A HorizontalPodAutoscaler writes the number of replicas through the subresource `scale`. */
function isAutoscaled(path: readonly PathSegment[], writer: FieldWriter) {
  return (
    formatPath(path) === 'spec.replicas' &&
    writer.subresource === 'scale' &&
    writer.manager === 'kube-controller-manager'
  );
}

const MAY_HOLD_SECRETS = ['env', 'args', 'command', 'annotations'];

/** Data, and what somebody may have put a password into: what is shown of drift is kept in the log. */
function mayBeSecret(kind: string, path: readonly PathSegment[]): boolean {
  return (
    (['Secret', 'ConfigMap'].includes(kind) &&
      /^(data|binaryData|stringData)\b/.test(formatPath(path))) ||
    MAY_HOLD_SECRETS.some(name => path.includes(name))
  );
}

function format(value: unknown): string | null {
  if (value === undefined || value === null) {
    return null;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_LENGTH
    ? `${text.slice(0, VALUE_LENGTH - 1)}…`
    : text;
}
