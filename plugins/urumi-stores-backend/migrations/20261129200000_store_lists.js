// @ts-check

/*
 * Indexes of the lists of stores: one for each order, of the stores that are not deleted, which are
 * few among all that ever were; and those that find stores by the start of their name and their
 * host name, deleted ones included. These compare byte by byte on both databases.
 *
 * On Postgres nobody can write stores while they are built, about a second for each 100,000; they
 * can be read all the while. The index that is not needed any more therefore goes at the end: its
 * lock keeps readers away, too, until the migrations that run together are done.
 */

const LIVING_ORDERS = {
  stores_living_created_idx: '',
  stores_living_status_idx: 'status, ',
  stores_living_owner_idx: 'owner_ref, ',
  stores_living_engine_idx: 'engine, ',
  stores_living_cluster_order_idx: 'cluster, ',
};

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const bytewise = knex.client.config.client === 'pg' ? 'COLLATE "C"' : '';
  const title = `(lower(coalesce(display_name, namespace))) ${bytewise}`;

  for (const [name, column] of Object.entries(LIVING_ORDERS)) {
    await knex.raw(
      `CREATE INDEX ${name} ON stores (${column}created_at, id) WHERE status <> 'DELETED'`,
    );
  }
  await knex.raw(
    `CREATE INDEX stores_living_title_idx ON stores (${title}, created_at, id) WHERE status <> 'DELETED'`,
  );
  await knex.raw(
    `CREATE INDEX stores_title_idx ON stores (${title}, created_at, id)`,
  );
  await knex.raw(
    `CREATE INDEX stores_hostname_idx ON stores (hostname ${bytewise})`,
  );
  // The wider one of the clusters serves what this one was for.
  await knex.raw('DROP INDEX stores_living_cluster_idx');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(
    `CREATE INDEX stores_living_cluster_idx ON stores (cluster) WHERE status <> 'DELETED'`,
  );
  for (const name of [
    ...Object.keys(LIVING_ORDERS),
    'stores_living_title_idx',
    'stores_title_idx',
    'stores_hostname_idx',
  ]) {
    await knex.raw(`DROP INDEX ${name}`);
  }
};
