// @ts-check

/*
 * Creating a table locks nothing that is in use.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('store_charts', table => {
    table.comment(
      'Every chart that a release was made with, so that a store can go back to it after the platform has a newer one',
    );
    table.string('digest', 64).primary().comment('Of all files of the chart');
    table.string('name', 63).notNullable();
    table.string('version', 63).notNullable();
    table
      .text('files')
      .notNullable()
      .comment('Base64 of gzip of JSON: base64 contents by path');
    table.bigInteger('created_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('store_charts');
};
