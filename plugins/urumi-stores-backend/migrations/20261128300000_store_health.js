// @ts-check

/*
 * READY stores are looked at again for ever: when the next look is due, who looks, and what the
 * last look found.
 *
 * The new columns are nullable or have a constant default, so adding them rewrites no row. The
 * exclusive lock that it takes is held until the update of READY stores and the indexes are done:
 * reads and writes of stores wait for that long, about a second at 100,000 rows.
 */

/** READY stores of before are first looked at within this time, not all at once. */
const SPREAD_MS = 600000;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client === 'pg';

  await knex.schema.alterTable('stores', table => {
    table
      .bigInteger('health_due_at')
      .nullable()
      .comment('Next look; null unless the store is READY');
    table.bigInteger('health_lease_expires_at').nullable();
    table
      .bigInteger('health_look')
      .notNullable()
      .defaultTo(0)
      .comment('Fence: raised by every look and every new status');
    table.text('health_cause').nullable().comment('JSON: why it is degraded');
    table
      .text('health_drift')
      .nullable()
      .comment('JSON list: what was changed from outside');
  });
  await knex('stores')
    .where({ status: 'READY' })
    .update({
      health_due_at: knex.raw(
        isPostgres
          ? `(extract(epoch from clock_timestamp()) * 1000)::bigint + (random() * ${SPREAD_MS})::bigint`
          : `CAST(unixepoch('subsec') * 1000 AS INTEGER) + abs(random() % ${SPREAD_MS})`,
      ),
    });
  await knex.raw(
    'CREATE INDEX stores_health_due_idx ON stores (health_due_at) WHERE health_due_at IS NOT NULL',
  );
  await knex.raw(
    'CREATE INDEX stores_degraded_idx ON stores (id) WHERE health_cause IS NOT NULL',
  );
  await knex.raw(
    'CREATE INDEX stores_drifted_idx ON stores (id) WHERE health_drift IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX stores_drifted_idx');
  await knex.raw('DROP INDEX stores_degraded_idx');
  await knex.raw('DROP INDEX stores_health_due_idx');
  for (const column of [
    'health_drift',
    'health_cause',
    'health_look',
    'health_lease_expires_at',
    'health_due_at',
  ]) {
    // Knex would make the table of SQLite anew, which its foreign keys forbid.
    await knex.raw('ALTER TABLE stores DROP COLUMN ??', [column]);
  }
};
