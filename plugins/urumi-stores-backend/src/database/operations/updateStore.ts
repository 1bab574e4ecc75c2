import { Knex } from 'knex';
import {
  FailureCause,
  STORE_STATUS_TRANSITIONS,
  StoreCondition,
  StoreHealth,
  StoreStatus,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { nowMs } from '../dialect';
import { StoreRow } from '../rows';

/** What of a store changes. What is left out stays. */
export interface StoreChange {
  status?: StoreStatus;
  url?: string | null;
  failure?: FailureCause | null;
  conditions?: StoreCondition[];
  desired?: 'present' | 'absent';
  namespaceUid?: string | null;
  health?: StoreHealth;
  /** What the store's release is made from. */
  applied?: Pick<StoreRow, 'plan' | 'parameters' | 'chart_version'>;
  /** Sets `ready_at` or `deleted_at` to the database's now. */
  stamp?: 'ready_at' | 'deleted_at';
}

/**
 * Changes a store whose row the transaction holds.
 *
 * @remarks
 * Every status, also the one that the store has, ends a look that is under way: what it saw may be
 * of the time before. A READY store is due for a look at once.
 *
 * @returns the changed row; undefined, and nothing written, when the store's status may not go
 * where the change wants it.
 */
export async function updateStore(
  trx: Knex.Transaction,
  storeId: string,
  change: StoreChange,
): Promise<StoreRow | undefined> {
  const query = trx<StoreRow>('stores').where({ id: storeId });
  if (change.status !== undefined) {
    query.whereIn('status', statusesBefore(change.status));
  }
  const update = {
    updated_at: nowMs(trx),
    ...(change.status !== undefined && {
      status: change.status,
      health_look: trx.raw('health_look + 1'),
      health_lease_expires_at: null,
      ...(change.status === 'READY'
        ? { health_due_at: nowMs(trx) }
        : { health_due_at: null, health_cause: null, health_drift: null }),
    }),
    ...(change.health && {
      health_cause: change.health.cause && JSON.stringify(change.health.cause),
      health_drift:
        change.health.drift.length > 0
          ? JSON.stringify(change.health.drift)
          : null,
    }),
    ...(change.url !== undefined && { url: change.url }),
    ...(change.failure !== undefined && {
      failure: change.failure && JSON.stringify(change.failure),
      last_error: change.failure && change.failure.message,
    }),
    ...(change.conditions && { conditions: JSON.stringify(change.conditions) }),
    ...(change.desired && { desired: change.desired }),
    ...(change.namespaceUid !== undefined && {
      namespace_uid: change.namespaceUid,
    }),
    ...change.applied,
    ...(change.stamp && { [change.stamp]: nowMs(trx) }),
  };
  const [changed] = await query.update(update as never).returning('*');
  return changed;
}

function statusesBefore(status: StoreStatus): StoreStatus[] {
  const before = Object.entries(STORE_STATUS_TRANSITIONS)
    .filter(([, after]) => after.includes(status))
    .map(([from]) => from as StoreStatus);
  return [status, ...before];
}
