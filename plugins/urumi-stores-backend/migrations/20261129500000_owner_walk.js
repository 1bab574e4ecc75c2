// @ts-check

/*
 * The index that the claim walks along from owner to owner, under a condition of its own. The one that it takes the place
 * of has the condition of the index of all that is queued: where statistics say that hardly a job is queued, as those of a
 * time of rest do, PostgreSQL takes one for the other, and reads the whole backlog for each next owner.
 *
 * The version before walks along provisioning_jobs_owner_idx, which therefore stays until the next one. Nobody can write
 * jobs while the index is built: less than a second for each million of them, as only those in the queue go into it.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `CREATE INDEX provisioning_jobs_queued_owner_idx
         ON provisioning_jobs (owner_ref, priority, run_after, id)
      WHERE coalesce(runnable, false)`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX provisioning_jobs_queued_owner_idx');
};
