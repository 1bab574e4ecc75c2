import { Knex } from 'knex';
import { JobRow } from '../rows';

/** The jobs of a store that have one of these ids. */
export async function findJobs(
  knex: Knex,
  storeId: string,
  jobIds: readonly string[],
): Promise<JobRow[]> {
  return knex<JobRow>('provisioning_jobs')
    .where({ store_id: storeId })
    .whereIn('id', [...jobIds]);
}
