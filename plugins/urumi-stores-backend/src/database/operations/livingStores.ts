import { Knex } from 'knex';
import { readPayload } from '../../jobs/jobInput';
import { JobRow, StoreRow } from '../rows';

/** Written out, as a bound value would hide from the planner that the index is for these. */
const LIVING = `stores.status <> 'DELETED'`;

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

/**
 * Counts the living stores of a plan, those included that an upgrade or a rollback is about to bring
 * there.
 */
export async function countLivingOfPlan(
  knex: Knex,
  which: Pick<StoreRow, 'plan'> & Partial<Pick<StoreRow, 'owner_ref'>>,
): Promise<number> {
  const { plan, owner_ref: owner } = which;
  const coming: JobRow[] = await knex('provisioning_jobs as job')
    .join('stores', 'stores.id', 'job.store_id')
    .where(owner === undefined ? {} : { 'stores.owner_ref': owner })
    .whereNot('stores.plan', plan)
    .whereRaw(LIVING)
    .whereIn('job.action', ['UPGRADE', 'ROLLBACK'])
    .whereIn('job.status', ['WAITING', 'QUEUED', 'IN_PROGRESS'])
    .whereNull('job.cancel_requested_at')
    .select('job.store_id', 'job.payload', 'job.payload_schema');
  const stores = coming
    .filter(job => readPayload(job)?.input.plan === plan)
    .map(job => job.store_id);
  return (await countLiving(knex, which)) + new Set(stores).size;
}

/** Counts living stores cluster by cluster, of those that have any. */
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
