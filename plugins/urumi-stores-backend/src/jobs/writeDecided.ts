import { Knex } from 'knex';
import { HeldRows } from '../database/operations/holdLeases';
import { writeHeldRows } from '../database/operations/writeHeldRows';
import { LeaseWrite } from './LeaseWrite';

/** A write that was decided from these rows. */
export interface DecidedWrite {
  rows: HeldRows;
  write: LeaseWrite<unknown>;
}

/**
 * Writes the rows of leases.
 *
 * @param knex - a transaction that holds them. On Postgres it need not be one; what somebody else holds or has written since is
 * passed over then.
 * @returns the rows of what was written, by the job's id.
 */
export async function writeDecided(
  knex: Knex,
  decided: readonly DecidedWrite[],
): Promise<Map<string, HeldRows>> {
  if (decided.length === 0) {
    return new Map();
  }
  return writeHeldRows(
    knex,
    decided.map(({ rows, write }) => ({
      rows,
      store: write.store ?? rows.store,
      steps: write.steps ?? [],
      events: write.events ?? [],
      end: write.end,
      receipt: write.receipt,
    })),
  );
}
