import { Knex } from 'knex';

/** The next fence on SQLite, greater than every one before. It takes the one writer's place. */
export async function nextFence(trx: Knex): Promise<number> {
  const [{ value }] = await trx('provisioning_counters')
    .where({ name: 'fence' })
    .increment('value', 1)
    .returning('value');
  return Number(value);
}
