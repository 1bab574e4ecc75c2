import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Makes databases of their own for measurements, on one server. */
export class Databases {
  #server;
  #admin;
  #made = 0;

  static async connect(connectionString) {
    const databases = new Databases();
    databases.#server = new URL(connectionString);
    databases.#admin = new pg.Client({ connectionString });
    await databases.#admin.connect();
    return databases;
  }

  async version() {
    const { rows } = await this.#admin.query('SHOW server_version');
    return rows[0].server_version;
  }

  /** Runs the action with an empty database, which is gone afterwards. */
  async with(action) {
    const name = `bench_${(this.#made += 1)}`;
    await this.#admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(this.#server);
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return await action({
        connectionString: url.href,
        query: async (sql, values) => (await client.query(sql, values)).rows,
      });
    } finally {
      await client.end();
      await this.#untilUnused(name);
      await this.#admin.query(`DROP DATABASE ${name}`);
    }
  }

  /** A queue that has ended closes its last connections a moment later. */
  async #untilUnused(name) {
    for (let looks = 0; looks < 500; looks++) {
      const { rows } = await this.#admin.query(
        'SELECT 1 FROM pg_stat_activity WHERE datname = $1',
        [name],
      );
      if (rows.length === 0) {
        return;
      }
      await sleep(20);
    }
  }

  async close() {
    await this.#admin.end();
  }
}

/** Commits per second of ten clients that each change a row of their own: what this machine's disk allows now. */
export async function countCommits({ connectionString, query }) {
  await query(
    'CREATE TABLE calibration AS SELECT generate_series(1, 10) AS id, 0 AS value',
  );
  await query('CREATE UNIQUE INDEX ON calibration (id)');
  const clients = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      return client;
    }),
  );
  const started = performance.now();
  let commits = 0;
  await Promise.all(
    clients.map(async (client, index) => {
      while (performance.now() - started < 2_000) {
        await client.query({
          name: 'calibrate',
          text: 'UPDATE calibration SET value = value + 1 WHERE id = $1',
          values: [index + 1],
        });
        commits += 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(clients.map(client => client.end()));
  return commits / seconds;
}
