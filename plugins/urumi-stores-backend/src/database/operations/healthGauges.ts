import { Knex } from 'knex';
import { nowMs, nowMsSql } from '../dialect';

/** Numbers of the looks at READY stores. */
export interface HealthGauges {
  degradedStores: number;
  driftedStores: number;
  /** Milliseconds that the oldest due look has waited; 0 when none waits. */
  oldestDueLookMs: number;
}

/** Reads them from small indexes: what they cost grows with what is wrong, not with the fleet. */
export async function readHealthGauges(knex: Knex): Promise<HealthGauges> {
  const count = async (column: 'health_cause' | 'health_drift') => {
    const [row] = await knex('stores')
      .whereNotNull(column)
      .count({ count: 'id' });
    return Number(row.count);
  };
  const oldest = await knex('stores')
    .where('health_due_at', '<=', nowMs(knex))
    .orderBy('health_due_at')
    .first(knex.raw(`${nowMsSql(knex)} - health_due_at AS age`));
  return {
    degradedStores: await count('health_cause'),
    driftedStores: await count('health_drift'),
    oldestDueLookMs: Number(oldest?.age ?? 0),
  };
}
