import { ManagedFieldsEntry } from '../KubernetesObject';
import { PathSegment } from './compareObjects';

/** Who wrote a field, as far as the API server says. */
export interface FieldWriter {
  /** What the writer called itself: no proof of who it was. */
  manager: string;
  /** RFC 3339. */
  time: string | null;
  subresource: string | undefined;
}

/** Those who are named as the writers of a field, the last one first. */
export function fieldWriters(
  entries: readonly ManagedFieldsEntry[] | undefined,
  path: readonly PathSegment[],
): FieldWriter[] {
  return (entries ?? [])
    .filter(({ fieldsV1 }) => owns(fieldsV1, path))
    .map(({ manager, time, subresource }) => ({
      manager: manager ?? 'unknown',
      time: time ? new Date(time).toISOString() : null,
      subresource,
    }))
    .sort((left, right) => (right.time ?? '').localeCompare(left.time ?? ''));
}

/** Whether a tree of fields holds a path, or one whose whole content it stands for. */
function owns(tree: unknown, path: readonly PathSegment[]): boolean {
  let node = tree;
  for (const [depth, segment] of path.entries()) {
    if (typeof node !== 'object' || node === null) {
      return false;
    }
    // A leaf stands for all that is below it, such as a list that is replaced as a whole.
    if (Object.keys(node).length === 0) {
      return depth > 0;
    }
    node = child(node as Record<string, unknown>, segment);
  }
  return node !== undefined;
}

function child(node: Record<string, unknown>, segment: PathSegment): unknown {
  if (typeof segment === 'string') {
    return node[`f:${segment}`];
  }
  const key = Object.keys(node).find(
    name => name.startsWith('k:') && elementName(name) === segment.element,
  );
  return key && node[key];
}

/** `k:{"name":"web"}` -> `web`. */
function elementName(key: string): unknown {
  return (JSON.parse(key.slice(2)) as { name?: unknown }).name;
}
