import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';

/** Opens the database file of the product's stores, as the product opens it. */
export function openStoresDatabase(directory) {
  const database = new Database(path.join(directory, 'urumi-stores.sqlite'));
  database.pragma('foreign_keys = ON');
  database.pragma('synchronous = FULL');
  return database;
}

/** Statements that do what the product's own do, without anything around them. */
export function storesStatements(database) {
  const insert = (table, row) =>
    database.prepare(
      `INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(
        row,
      ).map(column => `@${column}`)})`,
    );
  const statements = {};
  const run = (name, table, row) => {
    statements[name] ??= insert(table, row);
    statements[name].run(row);
  };
  const count = database.prepare(
    `INSERT INTO store_usage (scope, living) VALUES (?, 1) ON CONFLICT (scope) DO UPDATE SET living = living + 1`,
  );
  const bucket = database.prepare(
    `INSERT INTO rate_limit_buckets (principal, window_started_at, writes) VALUES (?, ?, 1)
     ON CONFLICT (principal) DO UPDATE SET writes = writes + 1`,
  );
  const page = database.prepare(
    `SELECT * FROM stores WHERE status <> 'DELETED' ORDER BY created_at DESC, id DESC LIMIT 51`,
  );

  const insertStore = status => {
    const now = Date.now();
    const id = uuid(now);
    const name = `store-${id}`;
    const isReady = status === 'READY';
    run('store', 'stores', {
      id,
      engine: 'woocommerce',
      display_name: `Bench ${id}`,
      namespace: name,
      release_name: name,
      status,
      url: isReady ? `http://${name}.localhost` : null,
      created_at: now,
      updated_at: now,
      plan: 'small',
      cluster: 'local',
      owner_ref: 'group:default/platform',
      created_by: 'external:local-api',
      hostname: `${name}.localhost`,
      parameters: '{}',
      chart_version: '0.1.0',
      desired: 'present',
      conditions: '[]',
      ready_at: isReady ? now : null,
    });
    count.run('total');
    count.run('owner:group:default/platform');
    return { id, now };
  };

  return {
    /** A store that has been ready for long. */
    insertReadyStore: () => insertStore('READY'),

    /** What `POST /stores` writes, in one transaction. */
    createStore: database.transaction(() => {
      bucket.run('bench', Date.now());
      const { id, now } = insertStore('QUEUED');
      const jobId = uuid(now);
      run('job', 'provisioning_jobs', {
        id: jobId,
        store_id: id,
        action: 'PROVISION',
        status: 'QUEUED',
        max_attempts: 5,
        priority: 50,
        run_after: now,
        payload: '{}',
        actor: 'external:local-api',
        created_at: now,
        updated_at: now,
      });
      for (let position = 0; position < 7; position++) {
        run('step', 'job_steps', {
          job_id: jobId,
          name: `step-${position}`,
          position,
          state: 'pending',
          attempt: 0,
          fence: 0,
        });
      }
      run('event', 'store_events', {
        store_id: id,
        job_id: jobId,
        event_type: 'queued',
        level: 'info',
        message: 'A store was asked for.',
        actor: 'external:local-api',
        data: '{}',
        created_at: now,
      });
    }),

    /** What `GET /stores?limit=50` reads. */
    readPage: () => page.all(),
  };
}

/** UUIDv7. */
function uuid(now) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 + (bytes[6] % 16);
  bytes[8] = 0x80 + (bytes[8] % 64);
  return bytes
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
