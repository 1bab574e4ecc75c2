// @ts-check

/*
 * The index that the claim walks along from owner to owner, under a condition that says the same and that PostgreSQL
 * takes for another one than that of the index of all due jobs. Where statistics say that hardly a job is due, as those
 * of a time of rest do, it would otherwise take one for the other, and read the whole backlog for each next owner.
 *
 * The table is locked while the index is built: about a second for each million jobs, of which only those in the queue
 * go into it.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await replaceIndex(knex, 'coalesce(runnable, false)');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await replaceIndex(knex, 'runnable');
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} condition
 */
async function replaceIndex(knex, condition) {
  await knex.raw('DROP INDEX provisioning_jobs_owner_idx');
  await knex.raw(
    `CREATE INDEX provisioning_jobs_owner_idx ON provisioning_jobs (owner_ref, priority, run_after, id) WHERE ${condition}`,
  );
}
