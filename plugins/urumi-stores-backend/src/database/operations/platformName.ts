import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { nowMs } from '../dialect';

/** The name of this platform that was generated when its database was first used, for good. */
export async function platformName(knex: Knex): Promise<string> {
  await knex('platform_identity')
    .insert({ kind: 'generated', name: uuidv7(), created_at: nowMs(knex) })
    .onConflict('kind')
    .ignore();
  const { name } = await knex('platform_identity')
    .where({ kind: 'generated' })
    .first('name');
  return name;
}
