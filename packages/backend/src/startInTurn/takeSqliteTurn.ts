import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import knexFactory, { Knex } from 'knex';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Beside the databases of the plugins, whose names end in `.sqlite`. */
const TURN = 'start-in-turn.lock';
const RETRY_MS = 500;

/**
 * Waits until no other backend starts on the same folder of SQLite databases, and frees what was
 * left locked in them.
 *
 * @param database - the configuration `backend.database`.
 * @returns how to let the next one start; undefined where the databases are not in a folder.
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
  await takeTurn(turn, logger);
  for (const name of await readdir(directory)) {
    if (name.endsWith('.sqlite')) {
      await freeMigrations(join(directory, name), logger);
    }
  }
  return () => turn.destroy();
}

function open(filename: string): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
}

/** The lock is one of the file, which ends with the process, however it ends. */
async function takeTurn(turn: Knex, logger: LoggerService) {
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
    }
    if (attempt === 0) {
      logger.info('Waiting until another backend has started');
    }
    await sleep(RETRY_MS);
  }
}

/** Nobody else can be migrating now, so whatever is locked was left so. */
async function freeMigrations(filename: string, logger: LoggerService) {
  const knex = open(filename);
  try {
    const tables = await knex('sqlite_master')
      .where({ type: 'table' })
      .whereLike('name', '%migrations_lock')
      .pluck<string[]>('name');
    for (const table of tables) {
      const freed = await knex(table)
        .where({ is_locked: 1 })
        .update({ is_locked: 0 });
      if (freed > 0) {
        logger.warn(
          `A backend was killed while it brought tables up to date; ${table} of ${filename} is free again`,
        );
      }
    }
  } finally {
    await knex.destroy();
  }
}
