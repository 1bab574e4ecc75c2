import { Knex } from 'knex';
import { StoreStatus } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../rows';

/** Which stores, and from where. */
export interface ListStoresFilter {
  ids?: readonly string[];
  status?: readonly StoreStatus[];
  engine?: readonly string[];
  owner?: readonly string[];
  cluster?: readonly string[];
  /** Start of display name, id or host name. */
  q?: string;
  includeDeleted: boolean;
  newestFirst: boolean;
  /** The last store of the page before. */
  after?: { createdAt: number; id: string };
  /** What the caller may see. */
  visible: (query: Knex.QueryBuilder) => void;
}

/** A page of stores, by creation. */
export async function listStores(
  knex: Knex,
  filter: ListStoresFilter,
  limit: number,
): Promise<StoreRow[]> {
  const order = filter.newestFirst ? 'desc' : 'asc';
  const query = select(knex, filter)
    .orderBy([
      { column: 'created_at', order },
      { column: 'id', order },
    ])
    .limit(limit);
  if (filter.after) {
    query.whereRaw(
      `(created_at, id) ${filter.newestFirst ? '<' : '>'} (?, ?)`,
      [filter.after.createdAt, filter.after.id],
    );
  }
  return query;
}

/** How many stores all pages hold together. */
export async function countStores(
  knex: Knex,
  filter: ListStoresFilter,
): Promise<number> {
  const [row] = await select(knex, filter).count({ count: '*' });
  return Number(row.count);
}

function select(knex: Knex, filter: ListStoresFilter) {
  const query = knex<StoreRow>('stores');
  for (const [column, values] of [
    ['id', filter.ids],
    ['status', filter.status],
    ['engine', filter.engine],
    ['owner_ref', filter.owner],
    ['cluster', filter.cluster],
  ] as const) {
    if (values) {
      query.whereIn(column, [...values]);
    }
  }
  if (!filter.includeDeleted) {
    query.whereNot('status', 'DELETED');
  }
  if (filter.q !== undefined) {
    const start = `${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
    query.where(nested =>
      nested
        .whereRaw(`lower(display_name) LIKE lower(?) ESCAPE '\\'`, [start])
        .orWhereRaw(`CAST(id AS text) LIKE lower(?) ESCAPE '\\'`, [start])
        .orWhereRaw(`hostname LIKE lower(?) ESCAPE '\\'`, [start]),
    );
  }
  query.where(nested => filter.visible(nested));
  return query;
}
