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
import { applyLeaseWrites } from './applyLeaseWrites';
import { LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';

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
interface Decided {
  entry: Entry;
  rows: HeldRows;
  write: LeaseWrite<unknown>;
}

/** So many writes share a transaction at most. */
const GROUP = 64;

/**
 * Writes for leases, only as long as each is still held. What the jobs of a worker want to write
 * at the same time is written by one transaction: with many jobs in hand a write costs a share of
 * a commit.
 *
 * @remarks
 * No job is at the mercy of the others. What somebody else holds is passed over and written on its
 * own; when the database refuses what a group wants to write, each is tried on its own; and a
 * transaction that hangs holds up the others for a while only.
 */
export class LeaseWriter {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;
  #queue: Entry[] = [];
  #writing = false;

  constructor(options: { knex: Knex; changes: StoreChanges }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
  }

  /**
   * @param decide - what is to be written, from the rows as they are. It has no effects of its own,
   * as it may be asked again; what it throws is thrown here, and nothing is written then.
   * @throws LeaseLostError when the job is no longer this worker's; nothing is written then.
   */
  write<T>(
    lease: JobLease,
    decide: (rows: HeldRows) => LeaseWrite<T>,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({
        lease,
        decide,
        resolve: value => resolve(value as T),
        reject,
      });
      if (!this.#writing) {
        this.#writing = true;
        // Jobs that go on at the same moment come together.
        setImmediate(() => this.#writeQueue());
      }
    });
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
      if (!isRefusal(error)) {
        group.forEach(({ reject }) => reject(error));
        return;
      }
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
      entry.reject(error);
    }
  }

  /** @returns the entries that came to an end: written, or refused by their own decision. */
  async #transact(
    entries: readonly Entry[],
    hold: (trx: Knex.Transaction) => Promise<ReadonlyMap<string, HeldRows>>,
  ): Promise<Set<Entry>> {
    const { decided, refused } = await runTransaction(this.#knex, async trx => {
      const answers = decideAll(entries, await hold(trx));
      await applyLeaseWrites(trx, answers.decided);
      return answers;
    });
    for (const [entry, error] of refused) {
      entry.reject(error);
    }
    for (const { entry, rows, write } of decided) {
      entry.resolve(write.value);
      this.#changes.announce({
        storeId: rows.store.id,
        version: rows.now,
        ...(write.published && { published: write.published }),
      });
    }
    return new Set([...refused.keys(), ...decided.map(({ entry }) => entry)]);
  }
}

/**
 * Whether the database did not take what one of the writes holds, such as text with a NUL. Then
 * nothing was written; after a lost connection nobody knows that, and nothing is written again.
 */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? `${error.code}` : '';
  return /^(22|23)[0-9A-Z]{3}$|^SQLITE_CONSTRAINT/.test(code);
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
