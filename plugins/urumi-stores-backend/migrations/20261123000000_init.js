// @ts-check

/*
 * All times are epoch milliseconds written by the database's clock, so that several
 * replicas never compare their own clocks. Creating tables locks nothing that is in use.
 */

const ACTIVE = `status IN ('QUEUED', 'IN_PROGRESS')`;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client === 'pg';

  await knex.schema.createTable('stores', table => {
    table.comment('Online stores, deleted ones included');
    table.uuid('id').primary();
    table.string('engine', 63).notNullable();
    table
      .text('display_name')
      .nullable()
      .comment('Kept as written; not unique');
    table.string('namespace', 63).notNullable().unique();
    table.string('release_name', 63).notNullable().unique();
    table.string('status', 16).notNullable();
    table.text('url').nullable();
    table.text('last_error').nullable();
    table
      .text('failure')
      .nullable()
      .comment('JSON: cause, owner and next action');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.string('plan', 63).notNullable();
    table.string('cluster', 63).notNullable();
    table.string('owner_ref', 255).notNullable();
    table.string('created_by', 255).notNullable();
    table.string('hostname', 253).notNullable();
    table.text('parameters').notNullable().comment('JSON');
    table.string('chart_version', 63).notNullable();
    table.string('desired', 16).notNullable().comment('present or absent');
    table.bigInteger('generation').notNullable().defaultTo(1);
    table.bigInteger('observed_generation').notNullable().defaultTo(0);
    table.text('conditions').notNullable().comment('JSON list');
    table.bigInteger('ready_at').nullable();
    table.bigInteger('deleted_at').nullable();
    table
      .string('namespace_uid', 63)
      .nullable()
      .comment(
        'Uid of the namespace that we made; another one is never touched',
      );
    table.index(['created_at', 'id'], 'stores_created_idx');
    table.index(['owner_ref', 'created_at', 'id'], 'stores_owner_idx');
    table.index(['status', 'created_at', 'id'], 'stores_status_idx');
  });
  await knex.raw(
    `CREATE UNIQUE INDEX stores_living_hostname_idx ON stores (hostname) WHERE status <> 'DELETED'`,
  );

  await knex.schema.createTable('store_usage', table => {
    table.comment(
      'Living stores per scope, counted in the transaction that makes or ends a store',
    );
    table
      .string('scope', 300)
      .primary()
      .comment('total, or owner:<entity ref>');
    table.integer('living').notNullable();
  });

  // A generated boolean keeps the claim on its index without statistics: a planner assumes that
  // half of the rows of a boolean match, and far fewer of a status among six.
  await knex.raw(`
    CREATE TABLE provisioning_jobs (
      id ${isPostgres ? 'uuid' : 'char(36)'} NOT NULL PRIMARY KEY,
      store_id ${
        isPostgres ? 'uuid' : 'char(36)'
      } NOT NULL REFERENCES stores (id),
      action varchar(16) NOT NULL,
      status varchar(16) NOT NULL,
      runnable boolean GENERATED ALWAYS AS (status = 'QUEUED') STORED,
      attempt integer NOT NULL DEFAULT 0,
      max_attempts integer NOT NULL,
      crash_count integer NOT NULL DEFAULT 0,
      priority integer NOT NULL,
      run_after bigint NOT NULL,
      waiting_for varchar(32),
      payload text NOT NULL,
      actor varchar(255) NOT NULL,
      locked_by varchar(255),
      locked_at bigint,
      lease_expires_at bigint,
      fence bigint NOT NULL DEFAULT 0,
      cancel_requested_at bigint,
      error_message text,
      error_class varchar(32),
      created_at bigint NOT NULL,
      updated_at bigint NOT NULL,
      completed_at bigint,
      CHECK (status IN ('WAITING', 'QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      CHECK ((status = 'IN_PROGRESS') = (locked_by IS NOT NULL AND lease_expires_at IS NOT NULL)),
      CHECK ((status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (completed_at IS NOT NULL))
    )
  `);
  await knex.raw(
    `CREATE INDEX provisioning_jobs_ready_idx ON provisioning_jobs (priority, run_after, id) WHERE runnable`,
  );
  await knex.raw(
    `CREATE UNIQUE INDEX provisioning_jobs_one_active_idx ON provisioning_jobs (store_id) WHERE ${ACTIVE}`,
  );
  await knex.raw(
    `CREATE UNIQUE INDEX provisioning_jobs_waiting_idx ON provisioning_jobs (store_id, action) WHERE status = 'WAITING'`,
  );
  await knex.raw(
    `CREATE INDEX provisioning_jobs_running_idx ON provisioning_jobs (id) WHERE status = 'IN_PROGRESS'`,
  );
  await knex.raw(
    `CREATE INDEX provisioning_jobs_store_idx ON provisioning_jobs (store_id, created_at, id)`,
  );
  await knex.raw(
    `CREATE INDEX provisioning_jobs_created_idx ON provisioning_jobs (created_at, id)`,
  );

  // Fences grow over all jobs. SQLite has no sequences; its one writer makes a row do.
  if (isPostgres) {
    await knex.raw('CREATE SEQUENCE provisioning_fence');
  } else {
    await knex.schema.createTable('provisioning_counters', table => {
      table.string('name', 63).primary();
      table.bigInteger('value').notNullable();
    });
    await knex('provisioning_counters').insert({ name: 'fence', value: 0 });
  }

  await knex.schema.createTable('job_steps', table => {
    table.comment(
      'What each step of a job did, so that a re-run skips what is proven done',
    );
    table.uuid('job_id').notNullable().references('provisioning_jobs.id');
    table.string('name', 63).notNullable();
    table.integer('position').notNullable();
    table.string('state', 16).notNullable();
    table.integer('attempt').notNullable();
    table.bigInteger('fence').notNullable();
    table.bigInteger('started_at').nullable();
    table.bigInteger('finished_at').nullable();
    table.bigInteger('deadline_ms').nullable();
    table.text('message').nullable();
    table.string('input_hash', 64).nullable();
    table.text('output').nullable().comment('JSON: what the step learned');
    table.primary(['job_id', 'name']);
  });

  await knex.schema.createTable('store_events', table => {
    table.comment('Append-only activity log; outlives the store');
    table.bigIncrements('id');
    table.uuid('store_id').notNullable().references('stores.id');
    table.uuid('job_id').nullable();
    table.string('event_type', 63).notNullable();
    table.string('level', 16).notNullable();
    table.text('message').notNullable();
    table.string('actor', 255).notNullable();
    table.text('data').notNullable().comment('JSON');
    table.bigInteger('created_at').notNullable();
    table.index(['store_id', 'id'], 'store_events_store_idx');
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.string('principal', 255).notNullable();
    table.string('key', 128).notNullable();
    table.string('request_hash', 64).notNullable();
    table.text('response').notNullable().comment('JSON');
    table.bigInteger('expires_at').notNullable();
    table.primary(['principal', 'key']);
    table.index(['expires_at'], 'idempotency_keys_expiry_idx');
  });

  await knex.schema.createTable('rate_limit_buckets', table => {
    table.string('principal', 255).primary();
    table.bigInteger('window_started_at').notNullable();
    table.integer('writes').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rate_limit_buckets');
  await knex.schema.dropTable('idempotency_keys');
  await knex.schema.dropTable('store_events');
  await knex.schema.dropTable('job_steps');
  await knex.schema.dropTable('provisioning_jobs');
  if (knex.client.config.client === 'pg') {
    await knex.raw('DROP SEQUENCE provisioning_fence');
  } else {
    await knex.schema.dropTable('provisioning_counters');
  }
  await knex.schema.dropTable('store_usage');
  await knex.schema.dropTable('stores');
};
