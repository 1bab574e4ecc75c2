import { SqlRunner } from '../lib/setupState';

/**
 * Removes what a set-up has left that was killed while it filled the shop: which half of a product,
 * its prices and its stock is there cannot be told, and nobody can have used such a shop, since its
 * server has not started.
 *
 * @throws Error when the shop has orders all the same.
 */
export async function clearHalfFilledShop(sql: SqlRunner): Promise<void> {
  const { rows } = await sql.query(
    'SELECT filling AND applied IS NULL AS half_filled FROM urumi.setup',
  );
  if (!rows[0]?.half_filled) {
    return;
  }
  const { rows: orders } = await sql.query('SELECT 1 FROM "order" LIMIT 1');
  if (orders.length > 0) {
    throw new Error(
      'The first set-up of this shop never ended, yet it has orders: it is left as it is, and somebody has to look at it',
    );
  }
  await sql.query(`BEGIN;
    DROP SCHEMA public CASCADE;
    CREATE SCHEMA public;
    UPDATE urumi.setup SET filling = false, migrated = NULL;
    COMMIT`);
}

/** From here on the shop is half-filled, until its settings are marked as applied. */
export async function beginFilling(sql: SqlRunner): Promise<void> {
  await sql.query('UPDATE urumi.setup SET filling = true');
}
