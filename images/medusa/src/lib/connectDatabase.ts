import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';

/** How often an unreachable database is tried, in milliseconds. */
const RETRY_MS = 500;

/**
 * A connection of its own to the shop's database, once the database lets the shop in.
 *
 * @throws Error with the last cause when that takes longer than `patienceMs`.
 */
export async function connectDatabase(options: {
  url: string;
  patienceMs: number;
}): Promise<Client> {
  const deadline = Date.now() + options.patienceMs;
  for (;;) {
    const client = new Client({
      connectionString: options.url,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    try {
      await client.connect();
      await client.query('SELECT 1');
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) {
        throw new Error(
          `The database did not let the shop in within ${
            options.patienceMs / 1000
          } s: ${error instanceof Error ? error.message : error}`,
        );
      }
      await wait(RETRY_MS);
    }
  }
}
