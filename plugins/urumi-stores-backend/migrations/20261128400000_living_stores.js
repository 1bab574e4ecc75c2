// @ts-check

/*
 * Indexes of the stores that count against the limits of people, plans and clusters, which are
 * few among all that ever were.
 *
 * On Postgres nobody can write stores while they are built: a fraction of a second for each 100,000.
 */

const INDEXES = {
  stores_living_person_idx: 'created_by',
  stores_living_plan_idx: 'plan',
  stores_living_cluster_idx: 'cluster',
};

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const [name, columns] of Object.entries(INDEXES)) {
    await knex.raw(
      `CREATE INDEX ${name} ON stores (${columns}) WHERE status <> 'DELETED'`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of Object.keys(INDEXES)) {
    await knex.raw(`DROP INDEX ${name}`);
  }
};
