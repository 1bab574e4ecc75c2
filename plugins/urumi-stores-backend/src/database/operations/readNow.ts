import { Knex } from 'knex';
import { nowMsSql } from '../dialect';

/** The database's now, in epoch milliseconds. */
export async function readNow(knex: Knex): Promise<number> {
  const [row] = await knex.select(knex.raw(`${nowMsSql(knex)} AS now`));
  return Number(row.now);
}
