import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { seedStore } from './testDatabase';

/**
 * Queues a provisioning of each of so many new stores of an owner, all due at one moment, in a few statements.
 *
 * @returns the ids of the jobs in their order.
 */
export async function floodQueue(
  knex: Knex,
  owner: string,
  count: number,
): Promise<string[]> {
  const { storeId, jobId } = await seedStore(knex, { owner });
  const store = await knex('stores').where({ id: storeId }).first();
  const { runnable: _, ...job } = await knex('provisioning_jobs')
    .where({ id: jobId })
    .first();
  const ids = Array.from({ length: count - 1 }, () => uuidv7());
  await knex.batchInsert(
    'stores',
    ids.map(id => ({
      ...store,
      id,
      namespace: id,
      release_name: id,
      hostname: id,
    })),
    30,
  );
  await knex.batchInsert(
    'provisioning_jobs',
    ids.map(id => ({ ...job, id, store_id: id })),
    30,
  );
  return [jobId, ...ids].sort();
}
