import { SqlRunner } from './setupState';

/** The part of knex that is used. */
interface Connection {
  raw(
    sql: string,
    values?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[] }>;
}

/** Runs SQL on the pool of Medusa. Takes no values: knex writes its own place holders. */
export function sqlRunnerOf(connection: Connection): SqlRunner {
  return { query: sql => connection.raw(sql) };
}
