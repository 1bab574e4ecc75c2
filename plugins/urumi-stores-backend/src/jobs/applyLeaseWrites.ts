import { Knex } from 'knex';
import { HeldRows } from '../database/operations/holdLeases';
import { insertReceipt } from '../database/operations/receipts';
import { returnUsage } from '../database/operations/storeUsage';
import { writeHeldRows } from '../database/operations/writeHeldRows';
import { LeaseWrite } from './LeaseWrite';

/** A write that was decided from these rows. */
export interface DecidedWrite {
  rows: HeldRows;
  write: LeaseWrite<unknown>;
}

/** Whether the write changes nothing but the rows of its lease. */
export function isOfRowsAlone({ rows, write }: DecidedWrite): boolean {
  return !write.receipt && !isDeletion({ rows, write });
}

/**
 * Writes the rows of leases.
 *
 * @param knex - a transaction that holds them. On Postgres it need not be one; what somebody else holds or has written since is
 * passed over then.
 * @returns the rows of what was written, by the job's id.
 */
export async function writeRows(
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
    })),
  );
}

/** Writes what was decided for leases that the transaction holds, and all that belongs to it. */
export async function applyLeaseWrites(
  trx: Knex.Transaction,
  decided: readonly DecidedWrite[],
): Promise<Map<string, HeldRows>> {
  const written = await writeRows(trx, decided);
  if (written.size !== decided.length) {
    throw new Error('Rows that a transaction holds were not written');
  }
  for (const { rows, write } of decided) {
    if (write.receipt) {
      const store = write.store ?? rows.store;
      await insertReceipt(trx, { store, job: rows.job }, write.receipt);
    }
  }
  await returnPlaces(
    trx,
    decided.filter(isDeletion).map(({ rows }) => rows.store.owner_ref),
  );
  return written;
}

function isDeletion({ rows, write }: DecidedWrite): boolean {
  return write.store?.status === 'DELETED' && rows.store.status !== 'DELETED';
}

/** Gives the places of deleted stores back, in the order in which a creation takes them. */
async function returnPlaces(
  trx: Knex.Transaction,
  owners: readonly string[],
): Promise<void> {
  if (owners.length === 0) {
    return;
  }
  await returnUsage(trx, 'total', owners.length);
  for (const owner of [...new Set(owners)].sort()) {
    const places = owners.filter(each => each === owner).length;
    await returnUsage(trx, `owner:${owner}`, places);
  }
}
