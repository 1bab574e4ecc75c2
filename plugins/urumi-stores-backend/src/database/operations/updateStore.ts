import { Knex } from 'knex';
import {
  FailureCause,
  STORE_STATUS_TRANSITIONS,
  StoreCondition,
  StoreHealth,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { noticeOfChange } from '../noticeOfChange';
import { isOneOf, recordSet } from '../recordSet';
import { StoreNotice, StoreRow } from '../rows';

/** What of a store changes. What is left out stays. */
export interface StoreChange {
  status?: StoreStatus;
  url?: string | null;
  failure?: FailureCause | null;
  conditions?: StoreCondition[];
  desired?: 'present' | 'absent';
  namespaceUid?: string | null;
  /** Milliseconds until the first look at a store that becomes READY; left out: it is due at once. */
  lookInMs?: number;
  health?: StoreHealth;
  /** What the owner is to be told, where neither status nor health says it. */
  notice?: StoreNotice;
  /** What the store's release is made from. */
  applied?: Pick<StoreRow, 'plan' | 'parameters' | 'chart_version'>;
  /** Sets `ready_at` or `deleted_at` to the database's now. */
  stamp?: 'ready_at' | 'deleted_at';
}

/** The columns that may change in the life of a store. */
const CHANGING = {
  status: 'text',
  url: 'text',
  failure: 'text',
  last_error: 'text',
  conditions: 'text',
  desired: 'text',
  namespace_uid: 'text',
  plan: 'text',
  parameters: 'text',
  chart_version: 'text',
  ready_at: 'bigint',
  deleted_at: 'bigint',
  health_due_at: 'bigint',
  health_lease_expires_at: 'bigint',
  health_look: 'bigint',
  health_cause: 'text',
  health_drift: 'text',
  notice: 'text',
  notice_since: 'bigint',
  notice_due_at: 'bigint',
  updated_at: 'bigint',
} as const;

/**
 * The row of a store after a change; undefined when its status may not go where the change wants
 * it.
 *
 * @remarks
 * Every status, also the one that the store has, ends a look that is under way: what it saw may be
 * of the time before. A READY store is due for a look at once.
 *
 * @param now - epoch milliseconds of the database.
 */
export function changedStore(
  row: StoreRow,
  change: StoreChange,
  now: number,
): StoreRow | undefined {
  const { status, health, failure } = change;
  if (
    status !== undefined &&
    status !== row.status &&
    !STORE_STATUS_TRANSITIONS[row.status].includes(status)
  ) {
    return undefined;
  }
  const notice = noticeOfChange(row, change);
  return {
    ...row,
    updated_at: now,
    ...(status !== undefined && {
      status,
      health_look: Number(row.health_look) + 1,
      health_lease_expires_at: null,
      ...(status === 'READY'
        ? { health_due_at: now + (change.lookInMs ?? 0) }
        : { health_due_at: null, health_cause: null, health_drift: null }),
    }),
    ...(health && {
      health_cause: health.cause && JSON.stringify(health.cause),
      health_drift:
        health.drift.length > 0 ? JSON.stringify(health.drift) : null,
    }),
    ...(change.url !== undefined && { url: change.url }),
    ...(failure !== undefined && {
      failure: failure && JSON.stringify(failure),
      last_error: failure && failure.message,
    }),
    ...(change.conditions && { conditions: JSON.stringify(change.conditions) }),
    ...(change.desired && { desired: change.desired }),
    ...(change.namespaceUid !== undefined && {
      namespace_uid: change.namespaceUid,
    }),
    ...(notice && {
      notice: JSON.stringify(notice),
      notice_since: now,
      notice_due_at: now,
    }),
    ...change.applied,
    ...(change.stamp && { [change.stamp]: now }),
  };
}

/**
 * Changes a store whose row the transaction holds.
 *
 * @returns the changed row; undefined, and nothing written, when the store's status may not go
 * where the change wants it.
 */
export async function updateStore(
  trx: Knex.Transaction,
  storeId: string,
  change: StoreChange,
): Promise<StoreRow | undefined> {
  const found = await trx('stores')
    .where({ id: storeId })
    .first<StoreRow & { now: number }>('*', trx.raw('? AS now', [nowMs(trx)]));
  if (!found) {
    return undefined;
  }
  const { now, ...row } = found;
  const changed = changedStore(row, change, Number(now));
  if (changed) {
    await storesUpdate(trx, [changed]);
  }
  return changed;
}

/** Writes rows of stores that the transaction holds, as {@link changedStore} has made them. */
export function storesUpdate(trx: Knex, rows: readonly StoreRow[]): Knex.Raw {
  const columns = Object.keys(CHANGING).map(name => `${name} = record.${name}`);
  return trx.raw(
    `UPDATE stores SET ${columns.join(
      ', ',
    )} FROM ? WHERE stores.id = record.id AND ?`,
    [
      recordSet(trx, { id: 'uuid', ...CHANGING }, rows),
      isOneOf(
        trx,
        'stores.id',
        rows.map(({ id }) => id),
      ),
    ],
  );
}
