import { Knex } from 'knex';
import { nowMsSql } from '../dialect';

/** What is counted: all writes, or only those that make or delete stores. */
export type RateKind = 'write' | 'create' | 'delete';

/** Length of the window in which writes are counted, in milliseconds. */
export const RATE_WINDOW_MS = 60_000;

/** The state of a principal's window. */
export interface RateWindow {
  writes: number;
  /** Milliseconds until the window ends. */
  remainingMs: number;
}

/** How much a principal wrote in the current window. */
export async function readRateWindow(
  knex: Knex,
  principal: string,
  kind: RateKind = 'write',
): Promise<RateWindow> {
  const row = await knex('rate_limit_buckets')
    .where({ principal: bucketOf(principal, kind) })
    .first(
      'writes',
      knex.raw(
        `window_started_at + ${RATE_WINDOW_MS} - ${nowMsSql(
          knex,
        )} AS remaining_ms`,
      ),
    );
  return row && Number(row.remaining_ms) > 0
    ? { writes: row.writes, remainingMs: Number(row.remaining_ms) }
    : { writes: 0, remainingMs: RATE_WINDOW_MS };
}

/**
 * Counts one write of a principal. One statement, so that racing requests are all counted.
 *
 * @returns whether it is within the limit; if not, it is not counted.
 */
export async function takeWrite(
  trx: Knex,
  principal: string,
  allowed: number,
  kind: RateKind = 'write',
): Promise<boolean> {
  const now = nowMsSql(trx);
  const expired = `rate_limit_buckets.window_started_at <= ${now} - ${RATE_WINDOW_MS}`;
  const rows = await trx('rate_limit_buckets')
    .insert({
      principal: bucketOf(principal, kind),
      writes: 1,
      window_started_at: trx.raw(now),
    })
    .onConflict('principal')
    .merge({
      writes: trx.raw(
        `CASE WHEN ${expired} THEN 1 ELSE rate_limit_buckets.writes + 1 END`,
      ),
      window_started_at: trx.raw(
        `CASE WHEN ${expired} THEN ${now} ELSE rate_limit_buckets.window_started_at END`,
      ),
    })
    .whereRaw(`(${expired} OR rate_limit_buckets.writes < ?)`, [allowed])
    .returning('writes');
  return rows.length === 1;
}

/** No principal begins like that: theirs are entity refs, `plugin:…` and `external:…`. */
function bucketOf(principal: string, kind: RateKind): string {
  return kind === 'write' ? principal : `${kind}=${principal}`;
}
