import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { Client } from 'pg';
import { connectDatabase } from '../lib/connectDatabase';
import { Environment, readEnvironment, setting } from '../lib/environment';
import {
  createSetupState,
  isDone,
  markDone,
  readAppliedSettings,
  settingsOf,
} from '../lib/setupState';
import { versions } from '../lib/versions';
import { changeShop } from './changeShop';
import { fillShop } from './fillShop';
import { beginFilling, clearHalfFilledShop } from './halfFilledShop';
import { productJournal } from './productJournal';
import { loadMedusa, migrateDatabase } from './medusa';

/** The database may start at the same time, and recover what it wrote before a crash. */
const DATABASE_PATIENCE_MS = 180_000;

/** Any number that is always the same. */
const LOCK = 20_250_117;

/**
 * Installs the shop, or brings it up to the code and the settings of this image. It may be killed
 * at any moment and run again, also side by side.
 */
async function run(): Promise<void> {
  const started = Date.now();
  const environment = readEnvironment();
  const admin = {
    username: setting('ADMIN_USERNAME'),
    password: setting('ADMIN_PASSWORD'),
  };
  const sql = await connectDatabase({
    url: environment.databaseUrl,
    patienceMs: DATABASE_PATIENCE_MS,
  });
  // Nothing is worth going on with once the lock is lost.
  sql.on('error', error => fail(error));
  await sql.query('SELECT pg_advisory_lock($1)', [LOCK]);
  await createSetupState(sql);

  if (await isDone(sql, environment)) {
    tell({ state: 'unchanged', started });
    return;
  }
  await clearHalfFilledShop(sql);
  // For Medusa's connections: hundreds of commits wait for the disk once, when the last one is made
  // by this process's own connection, or they are made again.
  process.env.PGOPTIONS = '-c synchronous_commit=off';
  await migrateDatabase(sql);
  const migrated = Date.now();
  const container = await loadMedusa();
  await bringUp({ sql, container, environment, admin });
  await markDone(sql, environment);
  tell({ state: 'done', started, migratedMs: migrated - started });
}

async function bringUp(options: {
  sql: Client;
  container: MedusaContainer;
  environment: Environment;
  admin: { username: string; password: string };
}): Promise<void> {
  const { sql, container, environment, admin } = options;
  const previous = await readAppliedSettings(sql);
  const settings = settingsOf(environment);
  const journal = productJournal(sql);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  if (previous === undefined) {
    logger.info('Filling the shop');
    await beginFilling(sql);
    await fillShop({ container, settings, admin, journal });
  } else {
    logger.info('Bringing the settings of the shop up to date');
    await changeShop({ container, previous, settings, journal });
  }
}

/** One line that a program can read, as the last one. */
function tell(result: {
  state: string;
  started: number;
  migratedMs?: number;
}): void {
  const { state, started, migratedMs } = result;
  console.log(
    JSON.stringify({
      setup: state,
      versions,
      migrated_ms: migratedMs,
      ms: Date.now() - started,
    }),
  );
}

function fail(error: unknown): never {
  console.error(
    `medusa: the set-up failed: ${
      error instanceof Error ? error.stack : JSON.stringify(error)
    }`,
  );
  process.exit(1);
}

run().then(
  // Medusa keeps timers and connections that nobody needs any more.
  () => process.exit(0),
  fail,
);
