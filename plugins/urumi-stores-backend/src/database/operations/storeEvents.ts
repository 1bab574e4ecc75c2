import { Knex } from 'knex';
import { JsonObject } from '@backstage/types';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { recordSet } from '../recordSet';
import { EventRow } from '../rows';

/** An entry of a store's activity log. */
export interface NewEvent {
  type: string;
  message: string;
  actor: string;
  level?: StoreEvent['level'];
  jobId?: string;
  data?: JsonObject;
}

const COLUMNS = {
  place: 'integer',
  store_id: 'uuid',
  job_id: 'uuid',
  event_type: 'text',
  level: 'text',
  message: 'text',
  actor: 'text',
  data: 'text',
} as const;

/** Appends an event of a store whose row the transaction holds. */
export async function appendEvent(
  trx: Knex.Transaction,
  storeId: string,
  event: NewEvent,
): Promise<void> {
  await eventsInsert(trx, [{ storeId, ...event }]);
}

/**
 * Appends events of stores whose rows are held. Their order is that of `record.place`, should more come behind the statement.
 */
export function eventsInsert(
  trx: Knex,
  events: readonly (NewEvent & { storeId: string })[],
): Knex.Raw {
  const names = Object.keys(COLUMNS)
    .filter(name => name !== 'place')
    .join(', ');
  const rows = events.map((event, place) => ({
    place,
    store_id: event.storeId,
    job_id: event.jobId ?? null,
    event_type: event.type,
    level: event.level ?? 'info',
    message: event.message,
    actor: event.actor,
    data: JSON.stringify(event.data ?? {}),
  }));
  return trx.raw(
    `INSERT INTO store_events (${names}, created_at) SELECT ${names}, ? FROM ?`,
    [nowMs(trx), recordSet(trx, COLUMNS, rows)],
  );
}

/** The newest events of a store, newest first. */
export async function newestEvents(
  knex: Knex,
  storeId: string,
  limit: number,
): Promise<EventRow[]> {
  return knex<EventRow>('store_events')
    .where({ store_id: storeId })
    .orderBy('id', 'desc')
    .limit(limit);
}

/** Which events are wanted; all when nothing is given. */
export interface EventFilter {
  levels?: StoreEvent['level'][];
  /** A type without a dot also means those that begin with it and a dot. */
  types?: string[];
}

/** The events of a store behind an id, oldest first. */
export async function eventsAfter(
  knex: Knex,
  storeId: string,
  after: number,
  limit: number,
  filter: EventFilter = {},
): Promise<EventRow[]> {
  return knex<EventRow>('store_events')
    .where({ store_id: storeId })
    .where('id', '>', after)
    .modify(query => applyFilter(query, filter))
    .orderBy('id', 'asc')
    .limit(limit);
}

/** The events of a store before an id, newest first. */
export async function eventsBefore(
  knex: Knex,
  storeId: string,
  before: number,
  limit: number,
  filter: EventFilter,
): Promise<EventRow[]> {
  return knex<EventRow>('store_events')
    .where({ store_id: storeId })
    .where('id', '<', before)
    .modify(query => applyFilter(query, filter))
    .orderBy('id', 'desc')
    .limit(limit);
}

function applyFilter(query: Knex.QueryBuilder, filter: EventFilter): void {
  const { levels, types } = filter;
  if (levels) {
    query.whereIn('level', levels);
  }
  if (types) {
    query.where(some => {
      some.whereIn('event_type', types);
      for (const type of types.filter(one => !one.includes('.'))) {
        some.orWhere('event_type', 'like', `${type}.%`);
      }
    });
  }
}
