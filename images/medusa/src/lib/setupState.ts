import { createHash } from 'node:crypto';
import { Environment } from './environment';
import { versions } from './versions';

/** The settings that the set-up writes into the shop. */
export interface ShopSettings {
  name: string;
  currency: string;
  country: string;
  sampleData: boolean;
  adminEmail: string;
}

/** Runs SQL: a client of `pg`, or the connection of Medusa. */
export interface SqlRunner {
  query(
    sql: string,
    values?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[] }>;
}

export function settingsOf(environment: Environment): ShopSettings {
  const { storeName, currency, country, sampleData, adminEmail } = environment;
  return { name: storeName, currency, country, sampleData, adminEmail };
}

/** Names this code with these settings: whenever it changes, the set-up has something to do. */
export function configurationOf(environment: Environment): string {
  return createHash('sha256')
    .update(JSON.stringify([versions, settingsOf(environment)]))
    .digest('hex');
}

/** Its one row is kept out of the way of Medusa's tables. */
export async function createSetupState(sql: SqlRunner): Promise<void> {
  await sql.query(`
    CREATE SCHEMA IF NOT EXISTS urumi;
    CREATE TABLE IF NOT EXISTS urumi.setup (
      singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
      -- Code whose tables are there.
      migrated jsonb,
      -- Whether a set-up has begun to fill the shop.
      filling boolean NOT NULL DEFAULT false,
      -- Handles of the products that a set-up has begun to add.
      adding jsonb NOT NULL DEFAULT '[]',
      -- Settings and configuration of the last set-up that ended.
      applied jsonb,
      configuration text
    );
    INSERT INTO urumi.setup DEFAULT VALUES ON CONFLICT DO NOTHING`);
}

/** The settings of the last set-up that ended; undefined before the first has. */
export async function readAppliedSettings(
  sql: SqlRunner,
): Promise<ShopSettings | undefined> {
  const { rows } = await sql.query('SELECT applied FROM urumi.setup');
  return (rows[0]?.applied ?? undefined) as ShopSettings | undefined;
}

/** Whether the database has the tables of this code. */
export async function isMigrated(sql: SqlRunner): Promise<boolean> {
  const { rows } = await sql.query(
    'SELECT migrated = $1::jsonb AS current FROM urumi.setup',
    [JSON.stringify(versions)],
  );
  return rows[0]?.current === true;
}

export async function markMigrated(sql: SqlRunner): Promise<void> {
  await sql.query('UPDATE urumi.setup SET migrated = $1', [
    JSON.stringify(versions),
  ]);
}

export async function markDone(
  sql: SqlRunner,
  environment: Environment,
): Promise<void> {
  await sql.query(
    'UPDATE urumi.setup SET configuration = $1, applied = $2, filling = false',
    [configurationOf(environment), JSON.stringify(settingsOf(environment))],
  );
}

/** Whether the set-up has ended for this code and these settings. */
export async function isDone(
  sql: SqlRunner,
  environment: Environment,
): Promise<boolean> {
  const { rows: tables } = await sql.query(
    "SELECT to_regclass('urumi.setup') IS NOT NULL AS there",
  );
  if (!tables[0]?.there) {
    return false;
  }
  const { rows } = await sql.query('SELECT configuration FROM urumi.setup');
  return rows[0]?.configuration === configurationOf(environment);
}
