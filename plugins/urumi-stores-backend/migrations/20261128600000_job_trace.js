// @ts-check

/*
 * The trace of the request that asked for a job, so that the worker of any replica goes on with it.
 *
 * The column is nullable and has no default, so no row is rewritten: the lock is held for an instant.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // The length of the `traceparent` header of version 00.
  await knex.raw(
    'ALTER TABLE provisioning_jobs ADD COLUMN trace_parent varchar(55)',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE provisioning_jobs DROP COLUMN trace_parent');
};
