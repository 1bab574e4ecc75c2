import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { Client, ClientConfig } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

/** Key of the advisory lock; any number that nobody else uses. */
const TURN = 8_172_301_455;
const RETRY_MS = 500;
/** A database that is installed together with the backend may take as long to listen. */
const PATIENCE_MS = 300_000;

/** What a database says, or nobody says for it, while it starts. */
const NOT_YET = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '57P03',
];

/**
 * Waits until no other backend starts on the same PostgreSQL, and frees what was left locked in its schemas.
 *
 * @param database - the configuration `backend.database`.
 * @returns how to let the next one start; undefined where a token is the password, for which it does nothing.
 * @throws what the database says, unless that it is about to start.
 */
export async function takePostgresTurn(
  database: Config,
  logger: LoggerService,
): Promise<(() => Promise<void>) | undefined> {
  const connection = readConnection(database);
  if (connection === undefined) {
    return undefined;
  }
  const client = await connect(connection, logger);
  // Whoever loses the connection loses the turn too, which is why a killed backend holds up nobody.
  client.on('error', error =>
    logger.warn(
      `The connection that keeps other backends from starting was lost: ${error.message}`,
    ),
  );
  try {
    await takeTurn(client, logger);
    if (database.getOptionalString('pluginDivisionMode') === 'schema') {
      await freeMigrations(client, logger);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  return () => client.end();
}

function readConnection(database: Config): ClientConfig | undefined {
  const connection = database.getOptional<string | ClientConfig>('connection');
  if (connection === undefined) {
    return undefined;
  }
  if (typeof connection === 'string') {
    return { connectionString: connection };
  }
  const { type = 'default', ...rest } = connection as ClientConfig & {
    type?: string;
  };
  return type === 'default' ? rest : undefined;
}

async function connect(
  connection: ClientConfig,
  logger: LoggerService,
): Promise<Client> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const client = new Client({ ...connection, keepAlive: true });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code = '', message } = error as { code?: string } & Error;
      if (!NOT_YET.includes(code) || performance.now() > until) {
        throw error;
      }
      logger.info(`Waiting for the database: ${message || code}`);
      await sleep(RETRY_MS);
    }
  }
}

/**
 * Asks again and again rather than to wait in the database: a statement that waits there holds up
 * `CREATE INDEX CONCURRENTLY`, which migrations of the backend whose turn it is may run.
 */
async function takeTurn(client: Client, logger: LoggerService) {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [TURN],
    );
    if (rows[0].taken) {
      return;
    }
    if (attempt === 0) {
      logger.info('Waiting until another backend has started');
    }
    await sleep(RETRY_MS);
  }
}

/** Nobody else can be migrating now, so whatever is locked was left so. */
async function freeMigrations(client: Client, logger: LoggerService) {
  const { rows } = await client.query<{ place: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS place
     FROM information_schema.tables WHERE table_name LIKE '%migrations\\_lock'`,
  );
  for (const { place } of rows) {
    const { rowCount } = await client.query(
      `UPDATE ${place} SET is_locked = 0 WHERE is_locked = 1`,
    );
    if (rowCount) {
      logger.warn(
        `A backend was killed while it brought tables up to date; ${place} is free again`,
      );
    }
  }
}
