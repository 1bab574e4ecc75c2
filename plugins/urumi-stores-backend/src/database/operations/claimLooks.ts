import { Knex } from 'knex';
import { afterMs, isPostgres, nowMs } from '../dialect';
import { StoreRow } from '../rows';

/** A look at a store that is this process's alone. */
export interface Look {
  store: StoreRow;
  /** When it began, in epoch milliseconds of the database. */
  now: number;
}

/**
 * Claims READY stores whose look is due, the one that waits longest first, for as long as a look
 * may take. The next look is due after the given time, whatever becomes of this one.
 *
 * @remarks
 * One statement. On Postgres it passes over rows that somebody else holds; SQLite has one writer.
 */
export async function claimLooks(
  knex: Knex,
  options: { limit: number; leaseMs: number; nextMs: number },
): Promise<Look[]> {
  const due = dueLooks(knex, options.limit);
  const rows = await knex<StoreRow>('stores')
    .whereIn(
      'id',
      // As an array, so that the locked set is taken once and not re-planned per row.
      (isPostgres(knex)
        ? knex.raw('select unnest(array(?))', [due.forUpdate().skipLocked()])
        : due) as never,
    )
    .update({
      health_look: knex.raw('health_look + 1') as never,
      health_lease_expires_at: afterMs(knex, options.leaseMs) as never,
      health_due_at: afterMs(knex, options.nextMs) as never,
    })
    .returning('*');
  return rows.map(store => ({
    store,
    now: Number(store.health_due_at) - Math.round(options.nextMs),
  }));
}

/** The ids of stores whose look is due and that nobody looks at. */
export function dueLooks(knex: Knex, limit: number): Knex.QueryBuilder {
  return (
    knex('stores')
      .select('id')
      .where('health_due_at', '<=', nowMs(knex))
      // A replica of the version before looks changes the status and not when a look is due. In a
      // CASE, of which a planner makes nothing: the index of what is due is the way, not the one of
      // the status that nearly all stores have.
      .whereRaw(`CASE WHEN status = 'READY' THEN TRUE ELSE FALSE END`)
      .where(query =>
        query
          .whereNull('health_lease_expires_at')
          .orWhere('health_lease_expires_at', '<', nowMs(knex)),
      )
      .orderBy('health_due_at')
      .limit(limit)
  );
}
