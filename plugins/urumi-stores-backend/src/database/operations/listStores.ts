import { Knex } from 'knex';
import {
  StoreSort,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../rows';
import { findStoresBeginningWith } from '../findStoresBeginningWith';
import { storeOrder } from '../storeOrder';

/** Which stores. */
export interface ListStoresFilter {
  ids?: readonly string[];
  status?: readonly StoreStatus[];
  engine?: readonly string[];
  owner?: readonly string[];
  cluster?: readonly string[];
  /** Start of display name, id or host name. */
  q?: string;
  includeDeleted: boolean;
  /** What the caller may see. */
  visible: (query: Knex.QueryBuilder) => void;
}

/** The store beside which a page begins. */
export interface PageStart {
  /** What the list is sorted by; absent where that is the time of creation. */
  key?: string;
  createdAt: number;
  id: string;
  /** The page ends before that store, instead of beginning after it. */
  backward?: boolean;
}

/** A page of stores in the order of `sort`. */
export async function listStores(
  knex: Knex,
  filter: ListStoresFilter,
  page: { sort: StoreSort; start?: PageStart; limit: number },
): Promise<StoreRow[]> {
  const { sort, start, limit } = page;
  const { expression, bound, descending } = storeOrder(knex, sort);
  const goesDown = descending !== Boolean(start?.backward);
  const direction = goesDown ? 'DESC' : 'ASC';
  const columns = [...(expression ? [expression] : []), 'created_at', 'id'];
  const query = select(knex, filter)
    .orderByRaw(columns.map(column => `${column} ${direction}`).join(', '))
    .limit(limit);
  if (start) {
    const comparison = goesDown ? '<' : '>';
    const places = columns.map(column => (column === expression ? bound : '?'));
    const position = [start.createdAt, start.id];
    if (expression) {
      position.unshift(start.key ?? '');
      // SQLite does not find the place in an index of an expression by the row alone.
      query.whereRaw(`${expression} ${comparison}= ${bound}`, [position[0]]);
    }
    query.whereRaw(
      `(${columns.join(', ')}) ${comparison} (${places.join(', ')})`,
      position,
    );
  }
  const rows: StoreRow[] = await query;
  return start?.backward ? rows.reverse() : rows;
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
    // Written out, as a bound value would hide from the planner that indexes are for these.
    query.whereRaw(`status <> 'DELETED'`);
  }
  if (filter.q !== undefined) {
    findStoresBeginningWith(query, knex, filter.q);
  }
  query.where(nested => filter.visible(nested));
  return query;
}
