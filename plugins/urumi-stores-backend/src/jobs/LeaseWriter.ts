import { AsyncResource } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { LOOP_STATEMENT_MS } from '../database/dialect';
import { LeaseEnd } from '../database/operations/endLease';
import {
  HeldRows,
  holdLease,
  holdLeases,
} from '../database/operations/holdLeases';
import { StepChange } from '../database/operations/jobSteps';
import { NewReceipt } from '../database/operations/receipts';
import { NewEvent } from '../database/operations/storeEvents';
import { StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import {
  applyLeaseWrites,
  DecidedWrite,
  isOfRowsAlone,
  writeRows,
} from './applyLeaseWrites';
import { LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { isRefused, LostAnswerError, LostCommitError } from './lostWrites';

/** What a worker writes of a job and its store, all or nothing. */
export interface LeaseWrite<T> {
  value: T;
  /** The store as it is to be. */
  store?: StoreRow;
  /** Each step at most once. */
  steps?: readonly ({ name: string } & StepChange)[];
  events?: readonly Omit<NewEvent, 'actor'>[];
  end?: LeaseEnd;
  receipt?: NewReceipt;
  /** Tells those who read stores from afar, too. */
  published?: 'updated' | 'deleted';
}

/** A write that was asked for. */
interface Entry {
  lease: JobLease;
  decide: (rows: HeldRows) => LeaseWrite<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A write that was decided. */
interface Decided extends DecidedWrite {
  entry: Entry;
}

/** So many writes are written together at most. */
const GROUP = 64;

/**
 * Writes for leases, only as long as each is still held. What the jobs of a worker want to write
 * at the same time is written together: with many jobs in hand a write costs a share of a commit.
 *
 * @remarks
 * On Postgres it is decided from the rows as the worker knows them, and written by one statement. For those that are not as
 * they were known the decision is asked again within a transaction that holds them, as it always is on SQLite.
 *
 * No job is at the mercy of the others. What somebody else holds is passed over and written on its
 * own; when a group's transaction fails before its commit, each is tried on its own; and a
 * transaction that hangs holds up the others for a while only.
 */
export class LeaseWriter {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  /** What one job's writes log and trace is not put down to the job that came first. */
  readonly #context = new AsyncResource('LeaseWriter');
  #queue: Entry[] = [];
  #writing = false;

  constructor(options: { knex: Knex; changes: StoreChanges }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
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
    const { signal } = lease;
    let giveUp = () => {};
    const written = new Promise<T>((resolve, reject) => {
      // Who has lost the lease waits for no transaction that hangs.
      giveUp = () => {
        if (signal.reason instanceof LeaseLostError) {
          reject(signal.reason);
        }
      };
      signal.addEventListener('abort', giveUp);
      this.#queue.push({
        lease,
        decide,
        resolve: value => resolve(value as T),
        reject,
      });
      if (!this.#writing) {
        this.#writing = true;
        // Jobs that go on at the same moment come together.
        setImmediate(() =>
          this.#context.runInAsyncScope(() => this.#writeQueue()),
        );
      }
    });
    return written.finally(() => signal.removeEventListener('abort', giveUp));
  }

  async #writeQueue() {
    while (this.#queue.length > 0) {
      const patience = new AbortController();
      await Promise.race([
        this.#writeGroup(this.#takeGroup()),
        delay(LOOP_STATEMENT_MS, undefined, { signal: patience.signal }).catch(
          () => {},
        ),
      ]);
      patience.abort();
    }
    this.#writing = false;
  }

  /** The oldest writes, at most one of each store: the next one starts from what that has written. */
  #takeGroup(): Entry[] {
    const group = new Map<string, Entry>();
    const rest: Entry[] = [];
    for (const entry of this.#queue) {
      const { storeId } = entry.lease;
      if (group.size < GROUP && !group.has(storeId)) {
        group.set(storeId, entry);
      } else {
        rest.push(entry);
      }
    }
    this.#queue = rest;
    return [...group.values()];
  }

  async #writeGroup(group: readonly Entry[]) {
    const unknown = await this.#writeKnown(group);
    if (unknown.length > 0) {
      await this.#writeHeld(unknown);
    }
  }

  /**
   * Writes from the rows as they are known, in one statement that asks whether they still are so.
   *
   * @returns the entries that have not come to an end: what they want is decided from the rows themselves.
   */
  async #writeKnown(group: readonly Entry[]): Promise<readonly Entry[]> {
    const known = new Map(
      group.flatMap(({ lease }) => {
        const rows = lease.known;
        return rows ? [[lease.jobId, rows]] : [];
      }),
    );
    const decided = decideAll(group, known).decided.filter(isOfRowsAlone);
    if (decided.length === 0) {
      return group;
    }
    let ended: ReadonlySet<Entry>;
    try {
      ended = this.#settle(decided, await writeRows(this.#knex, decided));
    } catch (error) {
      if (isRefused(error)) {
        return group;
      }
      ended = new Set(decided.map(({ entry }) => entry));
      ended.forEach(({ reject }) => reject(new LostAnswerError()));
    }
    return group.filter(entry => !ended.has(entry));
  }

  async #writeHeld(group: readonly Entry[]) {
    let left: readonly Entry[] = group;
    try {
      const ended = await this.#transact(group, trx =>
        holdLeases(
          trx,
          group.map(({ lease }) => lease),
        ),
      );
      left = group.filter(entry => !ended.has(entry));
    } catch (error) {
      if (error instanceof LostCommitError) {
        group.forEach(({ reject }) => reject(error.cause));
        return;
      }
      // Nothing was written. Whose fault it was will say it for itself.
    }
    left.forEach(entry => this.#writeAlone(entry));
  }

  async #writeAlone(entry: Entry) {
    try {
      const { lease } = entry;
      const ended = await this.#transact([entry], async trx => {
        const rows = await holdLease(trx, lease);
        return new Map(rows && [[lease.jobId, rows]]);
      });
      if (!ended.has(entry)) {
        const { jobId, fence } = lease;
        throw new LeaseLostError(
          `Job ${jobId} is no longer held with fence ${fence}`,
        );
      }
    } catch (error) {
      entry.reject(error instanceof LostCommitError ? error.cause : error);
    }
  }

  /** @returns the entries that came to an end: written, or refused by their own decision. */
  async #transact(
    entries: readonly Entry[],
    hold: (trx: Knex.Transaction) => Promise<ReadonlyMap<string, HeldRows>>,
  ): Promise<Set<Entry>> {
    let isWritten = false;
    const { decided, refused, written } = await runTransaction(
      this.#knex,
      async trx => {
        isWritten = false;
        const answers = decideAll(entries, await hold(trx));
        const rows = await applyLeaseWrites(trx, answers.decided);
        isWritten = true;
        return { ...answers, written: rows };
      },
    ).catch(error => {
      throw isWritten ? new LostCommitError(error) : error;
    });
    for (const [entry, error] of refused) {
      entry.reject(error);
    }
    return new Set([...refused.keys(), ...this.#settle(decided, written)]);
  }

  /** @returns the entries that were written. */
  #settle(
    decided: readonly Decided[],
    written: ReadonlyMap<string, HeldRows>,
  ): Set<Entry> {
    const ended = new Set<Entry>();
    for (const { entry, rows, write } of decided) {
      const after = written.get(entry.lease.jobId);
      if (after) {
        entry.lease.know(after);
        entry.resolve(write.value);
        ended.add(entry);
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

function decideAll(
  entries: readonly Entry[],
  held: ReadonlyMap<string, HeldRows>,
) {
  const decided: Decided[] = [];
  const refused = new Map<Entry, unknown>();
  for (const entry of entries) {
    const rows = held.get(entry.lease.jobId);
    if (rows) {
      try {
        decided.push({ entry, rows, write: entry.decide(rows) });
      } catch (error) {
        refused.set(entry, error);
      }
    }
  }
  return { decided, refused };
}
