import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { migrationsDirectory } from '../database/migrate';
import { claimJobRows } from '../__testUtils__/claimJobRows';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(60_000);

const directory = migrationsDirectory();

async function migrateUntilBefore(knex: Knex, target: string) {
  const [, pending] = await knex.migrate.list({ directory });
  for (const { file } of pending as { file: string }[]) {
    if (file === target) {
      return;
    }
    await knex.migrate.up({ directory });
  }
  throw new Error(`There is no migration ${target}`);
}

/** A store with a job, as the version of the first migration writes them. */
async function insertStoreWithJob(knex: Knex, owner: string) {
  const storeId = uuidv7();
  const jobId = uuidv7();
  await knex('stores').insert({
    id: storeId,
    engine: 'woocommerce',
    namespace: storeId,
    release_name: storeId,
    status: 'QUEUED',
    created_at: 1,
    updated_at: 1,
    plan: 'small',
    cluster: 'local',
    owner_ref: owner,
    created_by: 'user:default/ada',
    hostname: storeId,
    parameters: '{}',
    chart_version: '0.1.0',
    desired: 'present',
    conditions: '[]',
  });
  await insertJob(knex, storeId, jobId);
  return { storeId, jobId };
}

async function insertJob(knex: Knex, storeId: string, jobId: string) {
  await knex('provisioning_jobs').insert({
    id: jobId,
    store_id: storeId,
    action: 'PROVISION',
    status: 'QUEUED',
    max_attempts: 5,
    priority: 50,
    run_after: 1,
    payload: '{}',
    actor: 'user:default/ada',
    created_at: 1,
    updated_at: 1,
  });
}

describe.each(databases.eachSupportedId())(
  'the migration of the job engine on %s',
  databaseId => {
    it('20261128100000_job_engine.js', async () => {
      const knex = await databases.init(databaseId);
      await migrateUntilBefore(knex, '20261128100000_job_engine.js');
      const { jobId } = await insertStoreWithJob(knex, 'group:default/a');
      await knex.migrate.up({ directory });
      expect(
        await knex('provisioning_jobs').where({ id: jobId }).first(),
      ).toMatchObject({
        owner_ref: 'group:default/a',
        payload_schema: 0,
        crashed_worker: null,
      });

      // A replica of the version before still inserts jobs, and they run.
      const late = await insertStoreWithJob(knex, 'group:default/b');
      const claimed = await claimJobRows(knex, {
        workerId: 'w',
        limit: 2,
        leaseMs: 60_000,
        actions: ['PROVISION'],
        payloadSchema: 1,
      });
      expect(claimed.map(({ id }) => id).sort()).toEqual([jobId, late.jobId]);

      await knex.migrate.down({ directory });
      expect(
        await knex('provisioning_jobs').where({ id: jobId }).first(),
      ).toMatchObject({ status: 'IN_PROGRESS' });
      expect(
        await knex.schema.hasColumn('provisioning_jobs', 'owner_ref'),
      ).toBe(false);
      await knex.migrate.up({ directory });
      expect(
        await knex('provisioning_jobs').orderBy('id').pluck('owner_ref'),
      ).toEqual(['group:default/a', 'group:default/b']);
    });
  },
);
