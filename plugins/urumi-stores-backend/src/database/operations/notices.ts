import { Knex } from 'knex';
import { afterMs, isPostgres, nowMs } from '../dialect';
import { StoreNotice, StoreRow } from '../rows';

/** A notice that is this process's alone to send, until its time is over. */
export interface ClaimedNotice {
  store: StoreRow;
  notice: StoreNotice;
  /** Milliseconds since what it tells of has happened. */
  ageMs: number;
}

const NONE = { notice: null, notice_since: null, notice_due_at: null };

/**
 * Claims notices that are due, the one that waits longest first. Whoever is not done with one within
 * the given time has lost it to the next that asks.
 *
 * @remarks
 * One statement. On Postgres it passes over rows that somebody else holds; SQLite has one writer.
 */
export async function claimNotices(
  knex: Knex,
  options: { limit: number; leaseMs: number },
): Promise<ClaimedNotice[]> {
  const due = dueNotices(knex, options.limit);
  const rows = await knex<StoreRow>('stores')
    .whereIn(
      'id',
      // As an array, so that the locked set is taken once and not re-planned per row.
      (isPostgres(knex)
        ? knex.raw('select unnest(array(?))', [due.forUpdate().skipLocked()])
        : due) as never,
    )
    .update({ notice_due_at: afterMs(knex, options.leaseMs) as never })
    .returning('*');
  return rows.flatMap(store =>
    store.notice === null
      ? []
      : {
          store,
          notice: JSON.parse(store.notice) as StoreNotice,
          ageMs:
            Number(store.notice_due_at) -
            options.leaseMs -
            Number(store.notice_since),
        },
  );
}

/** The ids of stores whose owners are to be told something now. */
export function dueNotices(knex: Knex, limit: number): Knex.QueryBuilder {
  return knex('stores')
    .select('id')
    .where('notice_due_at', '<=', nowMs(knex))
    .orderBy('notice_due_at')
    .limit(limit);
}

/** Takes a claimed notice off its store, unless it was lost or a newer one has taken its place. */
export async function endNotice(
  knex: Knex,
  { store }: Pick<ClaimedNotice, 'store'>,
): Promise<void> {
  await ownNotice(knex, store).update(NONE);
}

/** Gives a claimed notice back, to be tried after so many milliseconds, unless it was lost. */
export async function postponeNotice(
  knex: Knex,
  { store }: Pick<ClaimedNotice, 'store'>,
  againMs: number,
): Promise<void> {
  await ownNotice(knex, store).update({
    notice_due_at: afterMs(knex, againMs) as never,
  });
}

/** Drops the notices of what happened longer ago than the given time; gives their number. */
export async function dropOldNotices(
  knex: Knex,
  olderThanMs: number,
): Promise<number> {
  return knex<StoreRow>('stores')
    .whereNotNull('notice_due_at')
    .where('notice_since', '<', afterMs(knex, -olderThanMs) as never)
    .update(NONE);
}

function ownNotice(
  knex: Knex,
  { id, notice_due_at: dueAt }: Pick<StoreRow, 'id' | 'notice_due_at'>,
) {
  return knex<StoreRow>('stores').where({ id, notice_due_at: dueAt });
}
