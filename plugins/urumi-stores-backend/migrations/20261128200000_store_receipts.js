// @ts-check

/*
 * Creating a table locks nothing that is in use. The rows that are added to `job_steps` belong to
 * the few deletes that are under way; adding them waits for nobody and holds up nobody.
 */

/** Comes before the steps that a delete had so far, which are numbered from 0. */
const FIRST = -1;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('store_receipts', table => {
    table.comment(
      'What a delete has removed, and when each thing was seen to be gone; kept for ever',
    );
    // Receipts stay when jobs are cleared away one day, so this is no reference.
    table.uuid('job_id').primary();
    table.uuid('store_id').notNullable().references('stores.id');
    table.string('requested_by', 255).notNullable();
    table.bigInteger('requested_at').notNullable();
    table.bigInteger('deleted_at').notNullable();
    table.text('note').nullable().comment('What the list cannot say, and why');
    table.text('items').notNullable().comment('JSON list');
    table.index(['store_id', 'deleted_at'], 'store_receipts_store_idx');
  });
  // Deletes that were asked for before make their list of objects too.
  await knex.raw(
    `INSERT INTO job_steps (job_id, name, position, state, attempt, fence)
      SELECT id, 'inventory', ?, 'pending', 0, 0 FROM provisioning_jobs
      WHERE action = 'DELETE' AND status IN ('WAITING', 'QUEUED', 'IN_PROGRESS')`,
    [FIRST],
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('job_steps').where({ name: 'inventory' }).delete();
  await knex.schema.dropTable('store_receipts');
};
