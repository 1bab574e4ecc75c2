import { Knex } from 'knex';
import { bringLooksForward } from '../database/operations/bringLooksForward';
import { StoreObjects } from '../kubernetes/StoreObjects';
import { isImpaired } from './judgeWorkloads';

/**
 * What the shared watch shows of stores between two looks: a READY store that stops to be well there, or is well again
 * after that, is looked at sooner. What a store goes through until it is READY asks for no look.
 */
export class WatchedHealth {
  readonly #knex: Knex;
  /** Stores that the watch shows as not well. */
  readonly #impaired = new Set<string>();
  /** The READY ones for which a look was asked; only these can have got well again. */
  readonly #asked = new Set<string>();
  readonly #changed = new Map<string, 'worse' | 'better'>();

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** Something of a store has changed in its cluster. Costs nothing unless its health turned. */
  storeChanged(storeId: string, objects: StoreObjects): void {
    const isGone = objects.namespace === undefined;
    const impaired = !isGone && isImpaired(objects);
    if (impaired !== this.#impaired.has(storeId) || isGone) {
      this.#changed.set(storeId, impaired || isGone ? 'worse' : 'better');
    }
    if (impaired) {
      this.#impaired.add(storeId);
    } else {
      this.#impaired.delete(storeId);
    }
  }

  /** Makes due what has changed since the last call. One that fails leaves all to the next. */
  async bringLooksForward(): Promise<void> {
    const seen = [...this.#changed];
    const changes = seen.filter(
      ([storeId, change]) => change === 'worse' || this.#asked.has(storeId),
    );
    const ready =
      changes.length > 0
        ? await bringLooksForward(
            this.#knex,
            changes.map(([storeId]) => storeId),
            0,
          )
        : new Set();
    for (const [storeId, change] of changes) {
      if (change === 'worse' && ready.has(storeId)) {
        this.#asked.add(storeId);
      } else {
        this.#asked.delete(storeId);
      }
    }
    for (const [storeId, change] of seen) {
      // It may have turned again meanwhile.
      if (this.#changed.get(storeId) === change) {
        this.#changed.delete(storeId);
      }
    }
  }
}
