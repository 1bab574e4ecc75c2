import { Knex } from 'knex';
import pLimit from 'p-limit';
import { StoreChanges } from '../changes/StoreChanges';
import { isPostgres } from '../database/dialect';
import {
  HeldRows,
  holdLease,
  holdLeases,
  rowsAt,
} from '../database/operations/holdLeases';
import { isDeletion, rowsAfter } from '../database/operations/writeHeldRows';
import { runTransaction } from '../database/transaction';
import {
  DecidedSeries,
  decideSeries,
  leftOf,
  WriteEntry,
  WriteSeries,
} from './decideSeries';
import { LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { LeaseWrite } from './LeaseWrite';
import { isRefused, LostAnswerError, LostCommitError } from './lostWrites';
import { withPatience } from './withPatience';
import { writeDecided } from './writeDecided';
import { WriteQueue } from './WriteQueue';

/** So many writes may wait at a time for rows that others hold: each has a connection meanwhile, and the heartbeat needs one. */
const LONE_WRITES = 3;

/** So many groups are written at a time on Postgres: while one waits for its commit the next one is carried out. */
const GROUPS = 2;

/** A write that may still be under way. */
export interface WriteAhead<T> {
  /** What the write was asked for, unless it is refused or decided another way in the end. */
  value: T;
  /** What it came to. */
  written: Promise<T>;
}

/**
 * Writes for leases, only as long as each is still held. What the jobs of a worker want to write
 * at the same time is written together: with many jobs in hand a write costs a share of a commit. So is what one job wants to
 * write before the database has answered.
 *
 * @remarks
 * On Postgres it is decided from the rows as the worker knows them, and written by one statement. For those that are not as
 * they were known the decision is asked again within a transaction that holds them, as it always is on SQLite.
 *
 * No job is at the mercy of the others. What somebody else holds is passed over and written on its
 * own; when a group's transaction fails before its commit, each is tried on its own, a few at a time; and a
 * transaction that hangs holds up the others for a while only.
 */
export class LeaseWriter {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  readonly #queue: WriteQueue;
  readonly #alone = pLimit(LONE_WRITES);
  /** Rows as they will be when all is written that was asked for ahead. */
  readonly #expected = new Map<JobLease, HeldRows>();

  constructor(options: { knex: Knex; changes: StoreChanges }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
    this.#queue = new WriteQueue(group => this.#writeGroup(group), {
      atOnce: isPostgres(options.knex) ? GROUPS : 1,
    });
  }

  /**
   * @param decide - what is to be written, from the rows as they are. It has no effects of its own,
   * as it may be asked again; what it throws is thrown here, and nothing is written then.
   * @throws LeaseLostError when the job is no longer this worker's; nothing is written from then on.
   */
  write<T>(
    lease: JobLease,
    decide: (rows: HeldRows) => LeaseWrite<T>,
  ): Promise<T> {
    return this.#queue.add(lease, decide, { isAhead: false });
  }

  /**
   * Writes as {@link LeaseWriter.write} does, and says before that what it will come to, where the rows are known. What
   * is asked for next is written with it or after it, and not at all when it cannot be written.
   *
   * @throws as `write` where the rows are not known; else `written` rejects with the same.
   */
  async writeAhead<T>(
    lease: JobLease,
    decide: (rows: HeldRows) => LeaseWrite<T>,
  ): Promise<WriteAhead<T>> {
    const { known } = lease;
    const expected = this.#expected.get(lease);
    const rows = known && expected ? rowsAt(expected, known.now) : known;
    const write = rows && foresee(decide, rows);
    if (!write) {
      const value = await this.write(lease, decide);
      return { value, written: Promise.resolve(value) };
    }
    const after = rowsAfter(rows, write);
    this.#expected.set(lease, after);
    const written = this.#queue
      .add(lease, decide, { isAhead: true })
      .finally(() => {
        if (this.#expected.get(lease) === after) {
          this.#expected.delete(lease);
        }
      });
    return { value: write.value, written };
  }

  async #writeGroup(group: readonly WriteSeries[]) {
    const unknown = await this.#writeKnown(this.#queue.refuseHalted(group));
    if (unknown.length > 0) {
      await this.#writeHeld(unknown);
    }
  }

  /**
   * Writes from the rows as they are known, in one statement that asks whether they still are so.
   *
   * @returns what has not come to an end: that is decided from the rows themselves.
   */
  async #writeKnown(
    group: readonly WriteSeries[],
  ): Promise<readonly WriteSeries[]> {
    // Who refuses may do so for what was known wrongly, and is asked again.
    const decided = group.flatMap(series => {
      const { known } = series.lease;
      const decision = known && decideSeries(series, known).decided;
      return decision ? [decision] : [];
    });
    let left = group;
    // Ends of deletes wait for whoever makes a store; the others do not.
    const others = decided.filter(
      ({ rows, write }) => !isDeletion({ rows, store: write.store }),
    );
    const parts =
      others.length < decided.length ? [decided, others] : [decided];
    for (const part of parts) {
      const ended = await this.#writeDecided(part);
      if (ended) {
        left = this.#queue.refuseHalted(leftOf(left, ended));
        break;
      }
    }
    return left;
  }

  /** @returns the entries that came to an end; undefined when the database refuses the statement. */
  async #writeDecided(
    decided: readonly DecidedSeries[],
  ): Promise<ReadonlySet<WriteEntry> | undefined> {
    const asked = performance.now();
    try {
      const written = await writeDecided(this.#knex, decided);
      return this.#settle(decided, written, asked);
    } catch (error) {
      if (isRefused(error)) {
        return undefined;
      }
      const lost = decided.flatMap(({ done }) => done.map(each => each.entry));
      lost.forEach(entry => entry.reject(new LostAnswerError()));
      return new Set(lost);
    }
  }

  async #writeHeld(group: readonly WriteSeries[]) {
    let left = group;
    try {
      const ended = await this.#transact(group, trx =>
        holdLeases(
          trx,
          group.map(({ lease }) => lease),
        ),
      );
      left = leftOf(group, ended);
    } catch (error) {
      if (error instanceof LostCommitError) {
        for (const entry of group.flatMap(({ entries }) => entries)) {
          entry.reject(error.cause);
        }
        return;
      }
      // Nothing was written. Whose fault it was will say it for itself.
    }
    for (const { entries } of this.#queue.refuseHalted(left)) {
      void this.#alone(() => withPatience(this.#writeAlone(entries)));
    }
  }

  async #writeAlone(entries: readonly WriteEntry[]) {
    for (const entry of entries) {
      const { lease } = entry;
      const alone = { lease, entries: [entry] };
      if (this.#queue.refuseHalted([alone]).length === 0) {
        continue;
      }
      const { aborted, reason } = lease.signal;
      if (aborted && reason instanceof LeaseLostError) {
        entry.reject(reason);
        continue;
      }
      try {
        const ended = await this.#transact([alone], async trx => {
          const rows = await holdLease(trx, lease);
          return new Map(rows && [[lease.jobId, rows]]);
        });
        if (!ended.has(entry)) {
          throw lease.lostError();
        }
      } catch (error) {
        entry.reject(error instanceof LostCommitError ? error.cause : error);
      }
    }
  }

  /** @returns the entries that came to an end: written, or refused by their own decision. */
  async #transact(
    group: readonly WriteSeries[],
    hold: (trx: Knex.Transaction) => Promise<ReadonlyMap<string, HeldRows>>,
  ): Promise<Set<WriteEntry>> {
    const asked = performance.now();
    let isWritten = false;
    const { decisions, decided, written } = await runTransaction(
      this.#knex,
      async trx => {
        isWritten = false;
        const held = await hold(trx);
        const answers = group.flatMap(series => {
          const rows = held.get(series.lease.jobId);
          return rows ? [decideSeries(series, rows)] : [];
        });
        const writes = answers.flatMap(each => each.decided ?? []);
        const rows = await writeDecided(trx, writes);
        if (rows.size !== writes.length) {
          throw new Error('Rows that a transaction holds were not written');
        }
        isWritten = true;
        return { decisions: answers, decided: writes, written: rows };
      },
    ).catch(error => {
      throw isWritten ? new LostCommitError(error) : error;
    });
    const ended = this.#settle(decided, written, asked);
    for (const { refused } of decisions) {
      if (refused) {
        refused.entry.reject(refused.error);
        ended.add(refused.entry);
      }
    }
    return ended;
  }

  /**
   * @param asked - when the write began, on the monotonic clock.
   * @returns the entries that were written.
   */
  #settle(
    decided: readonly DecidedSeries[],
    written: ReadonlyMap<string, HeldRows>,
    asked: number,
  ): Set<WriteEntry> {
    const ended = new Set<WriteEntry>();
    for (const { lease, rows, write, done } of decided) {
      const after = written.get(lease.jobId);
      if (after) {
        lease.know(after, asked);
        if (write.haltedBy) {
          this.#queue.halt(lease, write.haltedBy);
        }
        for (const { entry, value } of done) {
          entry.resolve(value);
          ended.add(entry);
        }
        this.#changes.announce({
          storeId: rows.store.id,
          version: rows.now,
          ...(write.published && { published: write.published }),
        });
      }
    }
    return ended;
  }
}

/** What a write will come to; undefined when it is refused, which only the rows themselves decide. */
function foresee<T>(
  decide: (rows: HeldRows) => LeaseWrite<T>,
  rows: HeldRows,
): LeaseWrite<T> | undefined {
  try {
    return decide(rows);
  } catch {
    return undefined;
  }
}
