import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { storeNamespace } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  queuedConditions,
  withConditions,
} from '../conditions/storeConditions';
import { migrationsDirectory } from '../database/migrate';
import {
  insertStoreWithJob,
  NewStoreRows,
} from '../database/operations/insertStoreWithJob';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { JOB_PRIORITY } from '../jobs/plan';

/**
 * The databases that every query is tested on: those that `URUMI_TEST_DATABASES` names with commas
 * in between, such as `POSTGRES_14`.
 */
export const databases = TestDatabases.create({
  ids: (process.env.URUMI_TEST_DATABASES ?? 'SQLITE_3,POSTGRES_18').split(
    ',',
  ) as TestDatabaseId[],
});

/** The PostgreSQL among them, if there is one. */
export const postgresId = databases
  .eachSupportedId()
  .flat()
  .find(id => id.startsWith('POSTGRES_'));

/** A database with the plugin's tables. */
export async function migratedDatabase(
  databaseId: Parameters<typeof databases.init>[0],
): Promise<Knex> {
  const knex = await databases.init(databaseId);
  await knex.migrate.latest({ directory: migrationsDirectory() });
  return knex;
}

/** The connections to this database of a PostgreSQL that wait for a lock. */
export function waitingForLocks(knex: Knex): Knex.QueryBuilder {
  return knex('pg_stat_activity')
    .where({ wait_event_type: 'Lock' })
    .whereRaw('datname = current_database()');
}

/** What a test says of a store and its job. */
interface SeedOptions {
  steps?: string[];
  action?: 'PROVISION' | 'DELETE';
  owner?: string;
  maxAttempts?: number;
  priority?: number;
}

/** A store that is asked for, with a job of the given steps. */
export function newTestStore(options: SeedOptions = {}): NewStoreRows {
  const storeId = uuidv7();
  const action = options.action ?? 'PROVISION';
  return {
    store: {
      id: storeId,
      engine: 'woocommerce',
      displayName: 'Käse & Köstliches 🧀',
      namespace: storeNamespace(storeId),
      plan: 'small',
      cluster: 'local',
      owner: options.owner ?? 'group:default/storefront',
      createdBy: 'user:default/ada',
      hostname: `${storeId}.localhost`,
      parameters: { currency: 'EUR' },
      chartVersion: '0.1.0',
      conditions: withConditions([], queuedConditions(), Date.now()),
    },
    job: {
      id: uuidv7(),
      storeId,
      action,
      priority: options.priority ?? JOB_PRIORITY[action],
      maxAttempts: options.maxAttempts ?? 3,
      actor: 'user:default/ada',
      payload: {},
      steps: options.steps ?? ['one', 'two'],
    },
    event: { type: 'queued', message: 'It was asked for.' },
  };
}

/** Inserts a store with a queued job of the given steps. */
export async function seedStore(
  knex: Knex,
  options: SeedOptions = {},
): Promise<{ storeId: string; jobId: string }> {
  const rows = newTestStore(options);
  const storeId = rows.store.id;
  await runTransaction(knex, async trx => {
    await insertStoreWithJob(trx, rows);
    await trx('store_events').where({ store_id: storeId }).delete();
  });
  return { storeId, jobId: rows.job.id };
}

/** Inserts a store that became READY just now, and returns its id. */
export async function seedReadyStore(knex: Knex): Promise<string> {
  const { storeId } = await seedStore(knex);
  await knex('provisioning_jobs').where({ store_id: storeId }).update({
    status: 'SUCCEEDED',
    completed_at: 1,
  });
  await runTransaction(knex, async trx => {
    await updateStore(trx, storeId, { status: 'PROVISIONING' });
    await updateStore(trx, storeId, { status: 'READY' });
  });
  return storeId;
}
