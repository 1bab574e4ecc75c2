// @ts-check

/*
 * An index for what looks for jobs by their status: the list of the failed ones, the gauges, and the
 * waking of what waits for a cluster. They read all jobs that ever were.
 *
 * On Postgres nobody can write jobs while it is built: a fraction of a second for each 100,000 jobs.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    'CREATE INDEX provisioning_jobs_status_idx ON provisioning_jobs (status, created_at, id)',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX provisioning_jobs_status_idx');
};
