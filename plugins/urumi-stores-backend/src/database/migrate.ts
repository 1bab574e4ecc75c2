import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isPostgres } from './dialect';

/**
 * Opens the plugin's database and brings its tables up to date, unless the
 * installation migrates by itself (`backend.database.skipMigrations`).
 */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!isPostgres(knex)) {
    // A commit then reaches the disk in one write instead of several; it is as durable as before.
    await knex.raw('PRAGMA journal_mode = WAL');
    await knex.raw('PRAGMA synchronous = FULL');
  }
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDirectory() });
  }
  return knex;
}

/** Where the migrations of this package are. */
export function migrationsDirectory(): string {
  return resolvePackagePath(
    '@urumi/backstage-plugin-urumi-stores-backend',
    'migrations',
  );
}
