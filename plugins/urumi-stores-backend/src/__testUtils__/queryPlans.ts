import { Knex } from 'knex';
import { isPostgres } from '../database/dialect';

/** How a database means to carry out one statement. */
export interface QueryPlan {
  sql: string;
  /** Names of the indexes that are read. */
  indexes: string[];
  /** Tables that are read from one end to the other without an index. */
  scanned: string[];
  sorts: boolean;
  /** As the database tells it, for the message of a failed test. */
  text: string;
}

/** Node of a plan, as Postgres gives it. */
interface PostgresNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: PostgresNode[];
}

/**
 * Runs an operation and plans each of its statements as it was sent.
 *
 * @remarks
 * The statements are planned when all of them have run, so their changes are there already.
 */
export async function plansOf(
  knex: Knex,
  operation: () => Promise<unknown>,
): Promise<QueryPlan[]> {
  const plans = [];
  for (const { sql, bindings } of await statementsOf(knex, operation)) {
    plans.push(await explain(knex, sql, bindings));
  }
  return plans;
}

async function statementsOf(knex: Knex, operation: () => Promise<unknown>) {
  const sent: { sql: string; bindings: Knex.Value[] }[] = [];
  const listen = ({ sql, bindings = [] }: Partial<(typeof sent)[number]>) => {
    if (sql && /^\s*(select|update|insert|delete|with)\b/i.test(sql)) {
      sent.push({ sql, bindings });
    }
  };
  knex.on('query', listen);
  try {
    await operation();
  } finally {
    knex.removeListener('query', listen);
  }
  return sent;
}

async function explain(
  knex: Knex,
  sql: string,
  bindings: readonly Knex.Value[],
): Promise<QueryPlan> {
  if (!isPostgres(knex)) {
    const steps: { detail: string }[] = await knex.raw(
      `EXPLAIN QUERY PLAN ${sql}`,
      bindings,
    );
    return { sql, ...readSqlitePlan(steps.map(({ detail }) => detail)) };
  }
  const { rows } = await knex.raw(
    `EXPLAIN (FORMAT JSON) ${sql.replace(/\$\d+/g, '?')}`,
    bindings,
  );
  const nodes = flatten(rows[0]['QUERY PLAN'][0].Plan);
  return {
    sql,
    indexes: nodes.flatMap(node => node['Index Name'] ?? []),
    scanned: nodes.flatMap(node =>
      node['Node Type'] === 'Seq Scan' ? node['Relation Name'] ?? [] : [],
    ),
    sorts: nodes.some(node => node['Node Type'].endsWith('Sort')),
    text: JSON.stringify(rows[0]['QUERY PLAN'], null, 1),
  };
}

/**
 * Carries out the statements of an operation again, in a transaction that is rolled back.
 *
 * @returns how many rows of a table they read, on Postgres.
 */
export async function countRowsRead(
  knex: Knex,
  operation: () => Promise<unknown>,
  table: string,
): Promise<number> {
  const sent = await statementsOf(knex, operation);
  const trx = await knex.transaction();
  try {
    let count = 0;
    for (const { sql, bindings } of sent) {
      const { rows } = await trx.raw(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${sql.replace(/\$\d+/g, '?')}`,
        bindings,
      );
      for (const node of flatten(rows[0]['QUERY PLAN'][0].Plan)) {
        if (
          node['Relation Name'] === table &&
          node['Node Type'].includes('Scan')
        ) {
          const rowsOfLoop =
            (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
          count += rowsOfLoop * (node['Actual Loops'] ?? 0);
        }
      }
    }
    return count;
  } finally {
    await trx.rollback();
  }
}

function flatten(node: PostgresNode): PostgresNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function readSqlitePlan(details: string[]): Omit<QueryPlan, 'sql'> {
  const scans = details.filter(detail => detail.startsWith('SCAN '));
  return {
    indexes: details.flatMap(
      detail => detail.match(/USING (?:COVERING )?INDEX (\S+)/)?.[1] ?? [],
    ),
    scanned: scans
      .filter(detail => !detail.includes(' USING '))
      .map(detail => detail.split(' ')[1]),
    sorts: details.some(detail => detail.includes('TEMP B-TREE FOR ORDER BY')),
    text: details.join('\n'),
  };
}
