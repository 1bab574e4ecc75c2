import { Knex } from 'knex';
import { StoreSort } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres } from './dialect';
import { StoreRow } from './rows';

/** How a list of stores is ordered. */
export interface StoreOrder {
  /** What comes before the time of creation; absent where that is all. */
  expression?: string;
  /** How a value to compare it with is bound. */
  bound: string;
  descending: boolean;
}

const COLUMNS = {
  status: 'status',
  owner: 'owner_ref',
  engine: 'engine',
  cluster: 'cluster',
} as const;

type Key = 'created_at' | 'display_name' | keyof typeof COLUMNS;

/** The order of a list of stores, as SQL. Each has an index of exactly these columns. */
export function storeOrder(knex: Knex, sort: StoreSort): StoreOrder {
  const descending = sort.startsWith('-');
  const key = sortKey(sort);
  switch (key) {
    case 'created_at':
      return { bound: '?', descending };
    case 'display_name':
      return { expression: storeTitleSql(knex), bound: 'lower(?)', descending };
    default:
      return { expression: COLUMNS[key], bound: '?', descending };
  }
}

/** What a store is sorted by besides its time of creation. */
export function storeOrderKey(
  store: StoreRow,
  sort: StoreSort,
): string | undefined {
  const key = sortKey(sort);
  switch (key) {
    case 'created_at':
      return undefined;
    case 'display_name':
      return store.display_name ?? store.namespace;
    default:
      return store[COLUMNS[key]];
  }
}

/**
 * What people call a store, in lower case, as the index `stores_title_idx` has it: byte by byte on
 * both databases, so that it also serves the search by the start of the name.
 */
export function storeTitleSql(knex: Knex): string {
  return bytewise(knex, 'lower(coalesce(display_name, namespace))');
}

/** Makes Postgres compare as SQLite does, instead of by the language of the database. */
export function bytewise(knex: Knex, expression: string): string {
  return isPostgres(knex) ? `${expression} COLLATE "C"` : expression;
}

function sortKey(sort: StoreSort): Key {
  return sort.replace('-', '') as Key;
}
