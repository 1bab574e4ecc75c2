import { Knex } from 'knex';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPostgres } from '../database/dialect';

const DIRECTORY = join(__dirname, '../tests/__fixtures__/previousRelease');

/** Ids in the recorded database. */
export const PREVIOUS_RELEASE = {
  /** Was being provisioned when its backend ended: Helm had just been called. */
  half: '01a223e3-0000-7000-8000-00000000000a',
  halfNamespaceUid: '00000000-0000-4000-8000-00000000000a',
  ready: '01a223e3-0000-7000-8000-00000000000b',
  deleted: '01a223e3-0000-7000-8000-00000000000c',
};

interface Recording {
  statements: string[];
  calls: { statement: number; bindings: unknown[] }[];
}

/** Sends SQL as it is to the database, past Knex and its placeholders. */
type Send = (sql: string, bindings?: unknown[]) => Promise<void>;

/**
 * Fills an empty database as the release before had left it, with the store in mid-creation under
 * another id.
 */
export async function loadPreviousRelease(
  knex: Knex,
  half: { storeId: string; namespaceUid: string },
): Promise<void> {
  const dump = await readFile(
    join(DIRECTORY, `${databaseName(knex)}.sql`),
    'utf8',
  );
  await withConnection(knex, send =>
    send(
      dump
        .replaceAll(PREVIOUS_RELEASE.half, half.storeId)
        .replaceAll(PREVIOUS_RELEASE.halfNamespaceUid, half.namespaceUid),
    ),
  );
}

/**
 * Runs what the release before wrote, and each of its ways to read, from the request for the store
 * `ready` to the end of its delete.
 *
 * @throws Error with the statement that the database refuses.
 */
export async function replayPreviousRelease(knex: Knex): Promise<void> {
  const { statements, calls }: Recording = JSON.parse(
    await readFile(
      join(DIRECTORY, `${databaseName(knex)}.statements.json`),
      'utf8',
    ),
  );
  await withConnection(knex, async send => {
    for (const [index, { statement, bindings }] of calls.entries()) {
      const sql = statements[statement];
      if (isClaim(sql)) {
        // What waited in the recording has waited.
        await send('UPDATE provisioning_jobs SET run_after = 0');
        const fence = nextFence(statements, calls.slice(index + 1));
        if (isPostgres(knex) && fence !== undefined) {
          await send(`SELECT setval('provisioning_fence', ${fence}, false)`);
        }
      }
      try {
        await send(sql, bindings);
      } catch (error) {
        throw new Error(`${error}, at call ${index} of the recording: ${sql}`);
      }
    }
  });
}

function databaseName(knex: Knex) {
  return isPostgres(knex) ? 'postgres' : 'sqlite';
}

function isClaim(sql: string): boolean {
  return /attempt.{0,4} = attempt \+ 1/.test(sql);
}

/** The fence that the recorded worker went on with; its sequence had also served other stores. */
function nextFence(
  statements: Recording['statements'],
  calls: Recording['calls'],
): number | undefined {
  for (const { statement, bindings } of calls) {
    if (isClaim(statements[statement])) {
      return undefined;
    }
    const place = statements[statement].match(/"fence" = \$(\d+)/)?.[1];
    if (place !== undefined) {
      return Number(bindings[Number(place) - 1]);
    }
  }
  return undefined;
}

async function withConnection(
  knex: Knex,
  work: (send: Send) => Promise<void>,
): Promise<void> {
  const connection = await knex.client.acquireConnection();
  try {
    await work(async (sql, bindings) => {
      if (isPostgres(knex)) {
        await connection.query(sql, bindings);
      } else if (bindings) {
        const statement = connection.prepare(sql);
        statement[statement.reader ? 'all' : 'run'](...bindings);
      } else {
        connection.exec(sql);
      }
    });
  } finally {
    await knex.client.releaseConnection(connection);
  }
}
