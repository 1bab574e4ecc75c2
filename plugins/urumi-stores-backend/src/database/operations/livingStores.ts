import { Knex } from 'knex';
import { StoreRow } from '../rows';

/** Written out, as a bound value would hide from the planner that the index is for these. */
const LIVING = `status <> 'DELETED'`;

/**
 * Counts stores that are not DELETED, whatever else they are: each has a namespace, or may have.
 *
 * @remarks
 * To decide by it, hold the lock of `lockUsage` before: whoever makes a store takes it too.
 */
export async function countLiving(
  knex: Knex,
  which: Partial<Pick<StoreRow, 'created_by' | 'plan' | 'owner_ref'>>,
): Promise<number> {
  const [{ living }] = await knex('stores')
    .where(which)
    .whereRaw(LIVING)
    .count({ living: '*' });
  return Number(living);
}

/** The same, cluster by cluster, of those that have any. */
export async function countLivingByCluster(
  knex: Knex,
  clusters: readonly string[],
): Promise<Map<string, number>> {
  if (clusters.length === 0) {
    return new Map();
  }
  const rows: { cluster: string; living: number | string }[] = await knex(
    'stores',
  )
    .whereIn('cluster', clusters)
    .whereRaw(LIVING)
    .groupBy('cluster')
    .select('cluster')
    .count({ living: '*' });
  return new Map(rows.map(row => [row.cluster, Number(row.living)]));
}
