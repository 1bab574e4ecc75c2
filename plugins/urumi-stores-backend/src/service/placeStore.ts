import { ConflictError } from '@backstage/errors';
import { ClusterConfig } from '../config';

/** By what the cluster of a store is chosen. */
export type PlacedBy = 'request' | 'labels' | 'capacity';

/** A cluster that a store may be made in, as it is at the moment. */
export interface Candidate {
  cluster: ClusterConfig;
  /** Stores that it holds. */
  living: number;
  reachable: boolean;
}

/** Where a store is made, and why there. */
export interface Placement {
  cluster: ClusterConfig;
  /** Ends the sentence *it goes to cluster X, …*. */
  reason: string;
}

/**
 * Chooses the cluster of a new store: one that answers before one that does not, then the one
 * which has the most left of its capacity, then the one that the configuration names first. One
 * without a capacity has always the most left.
 *
 * @throws ConflictError that names each cluster when none has room.
 */
export function placeStore(
  candidates: readonly Candidate[],
  placedBy: PlacedBy,
): Placement {
  const [best] = candidates
    .filter(candidate => left(candidate) > 0)
    .sort(
      (a, b) =>
        Number(b.reachable) - Number(a.reachable) || compare(left(b), left(a)),
    );
  if (!best) {
    const used = candidates.map(
      ({ cluster: { name, capacity }, living }) =>
        `'${name}' holds ${living} of ${capacity}`,
    );
    throw new ConflictError(
      `The capacity of the ${
        candidates.length === 1 ? 'cluster' : 'clusters'
      } is reached: ${used.join(
        ', ',
      )} stores; delete a store, or ask a platform operator for more`,
    );
  }
  return {
    cluster: best.cluster,
    reason: describe(best, placedBy, candidates.length),
  };
}

function left({ cluster: { capacity }, living }: Candidate): number {
  return capacity === undefined ? Infinity : capacity - living;
}

/** Not the difference: that of two infinities is no number. */
function compare(a: number, b: number): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function describe(
  best: Candidate,
  placedBy: PlacedBy,
  candidates: number,
): string {
  if (placedBy === 'request') {
    return 'as the request says';
  }
  if (candidates === 1) {
    return placedBy === 'labels'
      ? 'the only one with the labels of the request'
      : 'the only one there is';
  }
  const room = best.cluster.capacity
    ? `has the most room (${left(best)} of ${best.cluster.capacity} left)`
    : 'has no limit';
  return placedBy === 'labels'
    ? `which has the labels of the request and ${room}`
    : `which ${room}`;
}
