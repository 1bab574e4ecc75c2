// @ts-check

/*
 * Creating a table locks nothing that is in use.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('platform_identity', table => {
    table.comment(
      'The name by which this platform knows its own namespaces in clusters that it shares with others',
    );
    table.string('kind', 16).primary().comment('generated: the only row');
    table.string('name', 63).notNullable();
    table.bigInteger('created_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('platform_identity');
};
