import { Knex } from 'knex';
import { JobRow } from '../rows';

/** Those of the stores that a job works on, or is about to. */
export async function busyStores(
  knex: Knex,
  storeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (storeIds.length === 0) {
    return new Set();
  }
  const rows = await knex<JobRow>('provisioning_jobs')
    .whereIn('store_id', [...storeIds])
    .whereIn('status', ['QUEUED', 'IN_PROGRESS'])
    .select('store_id');
  return new Set(rows.map(row => row.store_id));
}
