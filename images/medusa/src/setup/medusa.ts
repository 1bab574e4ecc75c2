import { MedusaModule } from '@medusajs/framework/modules-sdk';
import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { migrate } from '@medusajs/medusa/commands/db/migrate';
import { runMigrationScripts } from '@medusajs/medusa/commands/db/run-scripts';
import loadApplication, {
  initializeContainer,
} from '@medusajs/medusa/loaders/index';
import express from 'express';
import { isMigrated, markMigrated, SqlRunner } from '../lib/setupState';

/** Of the compiled server, which is where its commands are run. */
const directory = process.cwd();

/**
 * What `medusa db:migrate --execute-safe-links` does, in this process: starting Medusa takes longer
 * than most of its work.
 */
export async function migrateDatabase(sql: SqlRunner): Promise<void> {
  if (await isMigrated(sql)) {
    return;
  }
  process.env.MEDUSA_WORKER_MODE = 'server';
  const container = await initializeContainer(directory);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const migrated = await migrate({
    directory,
    container,
    logger,
    executeSafeLinks: true,
    executeAllLinks: false,
    executeSafeSearch: true,
    executeAllSearch: false,
    skipLinks: false,
    skipSearch: false,
    // Run below, in this process.
    skipScripts: true,
  });
  if (!migrated) {
    throw new Error('The tables of the shop could not be brought up to date');
  }
  await runMigrationScripts({ directory, container, logger });
  MedusaModule.clearInstances();
  await markMigrated(sql);
}

/** Medusa without its HTTP API. */
export async function loadMedusa(): Promise<MedusaContainer> {
  process.env.MEDUSA_WORKER_MODE = 'server';
  const { container } = await loadApplication({
    directory,
    expressApp: express(),
    skipLoadingEntryPoints: true,
  });
  return container;
}
