import { AsyncResource } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HeldRows } from '../database/operations/holdLeases';
import { WriteEntry, WriteSeries } from './decideSeries';
import { LeaseLostError } from './interruptions';
import { JobLease } from './JobLease';
import { LeaseWrite } from './LeaseWrite';
import { withPatience } from './withPatience';

/** The writes of so many jobs are written together at most. */
const GROUP = 64;

/**
 * What the jobs of a worker want to write. It comes in groups: of each store what one job wants, in its order, and never while
 * something of that job is still under way. Groups with jobs that delete come one after the other, as they want the same rows.
 */
export class WriteQueue {
  readonly #write: (group: readonly WriteSeries[]) => Promise<void>;
  /** What one job's writes log and trace is not put down to the job that came first. */
  readonly #context = new AsyncResource('WriteQueue');
  /** How many entries of a job were taken and have not come to an end. */
  readonly #underWay = new Map<JobLease, number>();
  /** Why nothing more is written for a lease. */
  readonly #halted = new WeakMap<JobLease, { error: unknown }>();
  readonly #atOnce: number;
  #entries: WriteEntry[] = [];
  /** How many groups are being taken or written. */
  #writing = 0;
  #isDeleting = false;

  /**
   * @param write - writes a group. A group that hangs holds up others for a while only.
   * @param options.atOnce - how many groups are written at a time.
   */
  constructor(
    write: (group: readonly WriteSeries[]) => Promise<void>,
    { atOnce }: { atOnce: number },
  ) {
    this.#write = write;
    this.#atOnce = atOnce;
  }

  /** @throws what the entry comes to; LeaseLostError at once when the lease is told so. */
  add<T>(
    lease: JobLease,
    decide: (rows: HeldRows) => LeaseWrite<T>,
    { isAhead }: { isAhead: boolean },
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
      this.#entries.push({
        lease,
        decide,
        isAhead,
        resolve: value => {
          resolve(value as T);
          this.#over(lease);
        },
        reject: error => {
          reject(error);
          if (isAhead) {
            this.halt(lease, error);
          }
          this.#over(lease);
        },
      });
      this.#start();
    });
    return written.finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** Nothing more is written for a lease: what was asked for, and will be, fails with the error. */
  halt(lease: JobLease, error: unknown): void {
    this.#halted.set(lease, { error });
  }

  /** A write of the lease has come to its end. */
  #over(lease: JobLease) {
    const left = (this.#underWay.get(lease) ?? 1) - 1;
    if (left > 0) {
      this.#underWay.set(lease, left);
    } else {
      this.#underWay.delete(lease);
      this.#start();
    }
  }

  #start() {
    if (this.#writing < this.#atOnce && this.#entries.length > 0) {
      this.#writing += 1;
      this.#context.runInAsyncScope(() => this.#writeQueue());
    }
  }

  async #writeQueue() {
    for (;;) {
      // Jobs that go on at the same moment come together.
      await nextTurn();
      const group = this.#takeGroup();
      if (group.length === 0) {
        break;
      }
      const deletes = group.some(({ lease }) => isDelete(lease));
      this.#isDeleting ||= deletes;
      await withPatience(this.#write(group));
      this.#isDeleting &&= !deletes;
    }
    this.#writing -= 1;
  }

  /** The oldest writes: of each store those of one job, of which none is under way. */
  #takeGroup(): WriteSeries[] {
    const group = new Map<string, { lease: JobLease; entries: WriteEntry[] }>();
    const rest: WriteEntry[] = [];
    for (const entry of this.#entries) {
      const { lease } = entry;
      const series = group.get(lease.storeId);
      if (series?.lease === lease) {
        series.entries.push(entry);
      } else if (
        series ||
        group.size === GROUP ||
        this.#underWay.has(lease) ||
        (this.#isDeleting && isDelete(lease))
      ) {
        rest.push(entry);
      } else {
        group.set(lease.storeId, { lease, entries: [entry] });
      }
    }
    this.#entries = rest;
    const taken = [...group.values()];
    for (const { lease, entries } of taken) {
      this.#underWay.set(lease, entries.length);
    }
    return taken;
  }

  /** @returns the series but for those of which nothing is to be written any more: they fail. */
  refuseHalted(group: readonly WriteSeries[]): readonly WriteSeries[] {
    return group.filter(({ lease, entries }) => {
      const halted = this.#halted.get(lease);
      if (halted) {
        entries.forEach(({ reject }) => reject(halted.error));
      }
      return !halted;
    });
  }
}

/** The end of such a job gives places back that are counted for many stores. */
function isDelete({ job }: JobLease): boolean {
  return job.action === 'DELETE';
}
