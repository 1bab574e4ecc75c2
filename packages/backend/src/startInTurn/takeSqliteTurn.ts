import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import knexFactory, { Knex } from 'knex';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Beside the databases of the plugins, whose names end in `.sqlite`. */
const TURN = 'start-in-turn.lock';
const RETRY_MS = 500;
/** Much longer than a start takes. */
const PATIENCE_MS = 300_000;

/**
 * Waits until no other backend starts on the same folder of SQLite databases, and frees what was
 * left locked in them.
 *
 * @param database - the configuration `backend.database`.
 * @returns how to let the next one start; undefined without `connection.directory`, for which it does nothing. Nor does
 * it look after plugins that have their database elsewhere.
 * @throws when its turn does not come within five minutes.
 */
export async function takeSqliteTurn(
  database: Config,
  logger: LoggerService,
): Promise<(() => Promise<void>) | undefined> {
  const connection = database.getOptional('connection');
  const directory =
    typeof connection === 'object'
      ? database.getOptionalString('connection.directory')
      : undefined;
  if (directory === undefined) {
    return undefined;
  }
  await mkdir(directory, { recursive: true });
  const turn = open(join(directory, TURN));
  try {
    await takeTurn(turn, directory, logger);
    for (const name of await readdir(directory)) {
      if (name.endsWith('.sqlite')) {
        await freeMigrations(join(directory, name), logger);
      }
    }
  } catch (error) {
    await turn.destroy();
    throw error;
  }
  return () => turn.destroy();
}

/** By one connection, which stays: a lock of the file is the connection's. */
function open(filename: string): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    pool: { min: 1, max: 1 },
    useNullAsDefault: true,
  });
}

/** The lock ends with the process, however that ends. */
async function takeTurn(turn: Knex, directory: string, logger: LoggerService) {
  const until = performance.now() + PATIENCE_MS;
  // The driver would stop the whole process while it waits.
  await turn.raw('PRAGMA busy_timeout = 0');
  for (let attempt = 0; ; attempt++) {
    try {
      await turn.raw('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') {
        throw error;
      }
      if (performance.now() > until) {
        throw new Error(
          `Another backend has been starting on ${directory} for ${
            PATIENCE_MS / 1_000
          } seconds, or files cannot be locked there. End that backend, or use a folder of a local disk.`,
        );
      }
    }
    if (attempt === 0) {
      logger.info('Waiting until another backend has started');
    }
    await sleep(RETRY_MS);
  }
}

/**
 * Nobody else can be migrating now, so whatever is locked was left so. What is no database is for the plugin to say whose
 * it is.
 */
async function freeMigrations(filename: string, logger: LoggerService) {
  const knex = open(filename);
  try {
    const tables = await knex('sqlite_master')
      .where({ type: 'table' })
      .whereLike('name', '%migrations_lock')
      .pluck<string[]>('name');
    for (const table of tables) {
      const locked = await knex(table).where({ is_locked: 1 });
      if (locked.length > 0) {
        await knex(table).update({ is_locked: 0 });
        logger.warn(
          `A backend was killed while it brought tables up to date; ${table} of ${filename} is free again`,
        );
      }
    }
  } catch (error) {
    logger.warn(
      `It is not known whether migrations of ${filename} were left locked: ${error}`,
    );
  } finally {
    await knex.destroy();
  }
}
