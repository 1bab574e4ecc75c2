import { Knex } from 'knex';
import { recordSet } from '../recordSet';
import { JobRow, ReceiptItem, ReceiptRow, StoreRow } from '../rows';

/** What a delete has found out for its receipt. */
export interface NewReceipt {
  items: readonly ReceiptItem[];
  /** What the list cannot say, and why. */
  note: string | null;
}

/** The receipt of a delete, with the rows of a store that becomes DELETED by it. */
export interface KeptReceipt extends NewReceipt {
  store: StoreRow;
  job: JobRow;
}

const COLUMNS = {
  job_id: 'uuid',
  store_id: 'uuid',
  requested_by: 'text',
  requested_at: 'bigint',
  deleted_at: 'bigint',
  note: 'text',
  items: 'text',
} as const;

/** Keeps receipts of stores whose rows are held. */
export function receiptsInsert(
  trx: Knex,
  receipts: readonly KeptReceipt[],
): Knex.Raw {
  const names = Object.keys(COLUMNS).join(', ');
  const rows = receipts.map(({ store, job, note, items }) => ({
    job_id: job.id,
    store_id: store.id,
    requested_by: job.actor,
    requested_at: job.created_at,
    deleted_at: store.deleted_at,
    note,
    items: JSON.stringify(items),
  }));
  return trx.raw(
    `INSERT INTO store_receipts (${names}) SELECT ${names} FROM ?`,
    [recordSet(trx, COLUMNS, rows)],
  );
}

/** The receipt of a store, if one was kept. */
export async function findReceipt(
  knex: Knex,
  storeId: string,
): Promise<ReceiptRow | undefined> {
  return knex<ReceiptRow>('store_receipts')
    .where({ store_id: storeId })
    .orderBy('deleted_at', 'desc')
    .first();
}
