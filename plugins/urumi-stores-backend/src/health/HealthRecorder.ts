import { StoreCondition } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { withConditions } from '../conditions/storeConditions';
import { busyStores } from '../database/operations/busyStores';
import { Look } from '../database/operations/claimLooks';
import { endLook, takeLook } from '../database/operations/endLook';
import { appendEvent } from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { toStoreHealth } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { Assessment, assessInspection } from './assessInspection';
import { Inspection } from './Inspection';

/** Who looks at READY stores, in their activity log. */
export const HEALTH_ACTOR = 'system:health';

/**
 * Writes what looks have found. What a job wrote meanwhile is never overwritten: the look has lost
 * its fence then, and writes nothing.
 */
export class HealthRecorder {
  readonly #knex: Knex;
  readonly #changes: StoreChanges;

  constructor(options: { knex: Knex; changes: StoreChanges }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
  }

  /**
   * Writes only where something has changed, and ends the look.
   *
   * @param intervalMs - until the next regular look.
   * @returns undefined, and nothing is written, when the look was no longer its caller's.
   */
  async record(
    { store, now }: Look,
    inspection: Inspection,
    intervalMs: number,
  ): Promise<Assessment['outcome'] | undefined> {
    const { againMs, outcome, ...found } = assessInspection(
      store,
      inspection,
      now,
    );
    const next = Math.min(againMs ?? intervalMs, intervalMs);
    const before = JSON.parse(store.conditions) as StoreCondition[];
    const isNew =
      !isSame(before, withConditions(before, found.conditions, now)) ||
      !isSame(toStoreHealth(store), found.health);
    if (!isNew) {
      return (await endLook(this.#knex, store, next)) ? outcome : undefined;
    }
    const version = await runTransaction(this.#knex, async trx => {
      const current = await takeLook(trx, store);
      if (!current) {
        return undefined;
      }
      if ((await busyStores(trx, [store.id])).size > 0) {
        await endLook(trx, store, intervalMs);
        return undefined;
      }
      await updateStore(trx, store.id, {
        health: found.health,
        conditions: withConditions(
          JSON.parse(current.conditions),
          found.conditions,
          now,
        ),
      });
      for (const event of found.events) {
        await appendEvent(trx, store.id, { ...event, actor: HEALTH_ACTOR });
      }
      await endLook(trx, store, next);
      return Number(current.updated_at);
    });
    if (version === undefined) {
      return undefined;
    }
    this.#changes.announce({ storeId: store.id, version });
    return outcome;
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
