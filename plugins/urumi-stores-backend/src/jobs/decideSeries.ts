import { HeldRows } from '../database/operations/holdLeases';
import { rowsAfter } from '../database/operations/writeHeldRows';
import { JobLease } from './JobLease';
import { followedBy, LeaseWrite } from './LeaseWrite';
import { DecidedWrite } from './writeDecided';

/** A write that was asked for. */
export interface WriteEntry {
  lease: JobLease;
  decide: (rows: HeldRows) => LeaseWrite<unknown>;
  /** Others have been asked for since, as if it were written: they fail with it. */
  isAhead: boolean;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** What one job wants to write, in order. */
export interface WriteSeries {
  lease: JobLease;
  entries: readonly WriteEntry[];
}

/** What a series comes to, as one write. */
export interface DecidedSeries extends DecidedWrite {
  lease: JobLease;
  /** Those that are part of it, with what each was asked for. */
  done: readonly { entry: WriteEntry; value: unknown }[];
}

/** What was decided of a series; what is neither done nor refused is still to be decided. */
export interface SeriesDecision {
  decided: DecidedSeries | undefined;
  /** The one that was not to be written after all, and why. */
  refused: { entry: WriteEntry; error: unknown } | undefined;
}

/**
 * Decides a series, each entry from the rows that the one before it leaves, up to the first that is refused or leaves nothing
 * to follow it.
 */
export function decideSeries(
  { lease, entries }: WriteSeries,
  rows: HeldRows,
): SeriesDecision {
  const done: { entry: WriteEntry; value: unknown }[] = [];
  let write: LeaseWrite<unknown> | undefined;
  let refused: SeriesDecision['refused'];
  let after = rows;
  for (const entry of entries) {
    try {
      const next = entry.decide(after);
      after = rowsAfter(after, next);
      write = write ? followedBy(write, next) : next;
      done.push({ entry, value: next.value });
    } catch (error) {
      refused = { entry, error };
      break;
    }
    // With its end the lease is given back: what follows has lost it.
    if (write.end || write.haltedBy) {
      break;
    }
  }
  return { decided: write && { lease, rows, write, done }, refused };
}

/** What of the series has not come to an end. */
export function leftOf(
  group: readonly WriteSeries[],
  ended: ReadonlySet<WriteEntry>,
): readonly WriteSeries[] {
  return group
    .map(({ lease, entries }) => ({
      lease,
      entries: entries.filter(entry => !ended.has(entry)),
    }))
    .filter(({ entries }) => entries.length > 0);
}
