// @ts-check

/*
 * What the engine needs to share its slots between owners, to run next to another version of
 * itself, to tell a dead worker from one that was cut off, and to forget old jobs.
 *
 * On Postgres the new columns have constant defaults, so that no row is rewritten for them. The
 * table is locked while the owners are filled in and the indexes are built: about a second for each
 * 100,000 jobs. A worker of the version before waits for that long; its lease is longer.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Stores before jobs, as every transaction locks them: the other way round could dead-lock.
  await knex.raw(
    `CREATE INDEX stores_deleted_idx ON stores (deleted_at) WHERE deleted_at IS NOT NULL`,
  );
  // With a default: until it is replaced, a replica of the version before inserts jobs without it.
  await knex.raw(
    `ALTER TABLE provisioning_jobs ADD COLUMN owner_ref varchar(255) NOT NULL DEFAULT ''`,
  );
  await knex.raw(
    `ALTER TABLE provisioning_jobs ADD COLUMN payload_schema integer NOT NULL DEFAULT 0`,
  );
  await knex.raw(
    `ALTER TABLE provisioning_jobs ADD COLUMN crashed_worker varchar(255)`,
  );
  await knex.raw(
    `UPDATE provisioning_jobs SET owner_ref = (SELECT owner_ref FROM stores WHERE stores.id = provisioning_jobs.store_id)`,
  );
  await knex.raw(
    `CREATE INDEX provisioning_jobs_owner_idx ON provisioning_jobs (owner_ref, priority, run_after, id) WHERE runnable`,
  );
  await knex.raw(
    `CREATE INDEX provisioning_jobs_completed_idx ON provisioning_jobs (completed_at) WHERE completed_at IS NOT NULL`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX stores_deleted_idx');
  await knex.raw('DROP INDEX provisioning_jobs_completed_idx');
  await knex.raw('DROP INDEX provisioning_jobs_owner_idx');
  await knex.raw('ALTER TABLE provisioning_jobs DROP COLUMN crashed_worker');
  await knex.raw('ALTER TABLE provisioning_jobs DROP COLUMN payload_schema');
  await knex.raw('ALTER TABLE provisioning_jobs DROP COLUMN owner_ref');
};
