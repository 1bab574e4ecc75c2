// @ts-check

/*
 * What the owner of a store is to be told, kept in the store's own row: it is written by the statement
 * that makes it true, the newest takes the place of one that was not sent yet, and no lost process takes
 * it along.
 *
 * The columns are nullable and have no default, so no row is rewritten; the index is empty at first.
 * Their lock on stores is held for an instant.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('stores', table => {
    table
      .text('notice')
      .nullable()
      .comment('JSON: what the owner is to be told; null when nothing is');
    table.bigInteger('notice_since').nullable();
    table
      .bigInteger('notice_due_at')
      .nullable()
      .comment('When it is sent, or tried again; names the claim while it is');
  });
  await knex.raw(
    'CREATE INDEX stores_notice_due_idx ON stores (notice_due_at) WHERE notice_due_at IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX stores_notice_due_idx');
  for (const column of ['notice_due_at', 'notice_since', 'notice']) {
    // Knex would make the table of SQLite anew, which its foreign keys forbid.
    await knex.raw('ALTER TABLE stores DROP COLUMN ??', [column]);
  }
};
