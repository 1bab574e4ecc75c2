import { Knex } from 'knex';
import { JobRow, ReceiptItem, ReceiptRow, StoreRow } from '../rows';

/** What a delete has found out for its receipt. */
export interface NewReceipt {
  items: readonly ReceiptItem[];
  /** What the list cannot say, and why. */
  note: string | null;
}

/** Keeps the receipt of a store that the transaction has made DELETED. */
export async function insertReceipt(
  trx: Knex.Transaction,
  rows: { store: StoreRow; job: JobRow },
  receipt: NewReceipt,
): Promise<void> {
  const { store, job } = rows;
  await trx('store_receipts').insert({
    job_id: job.id,
    store_id: store.id,
    requested_by: job.actor,
    requested_at: job.created_at,
    deleted_at: store.deleted_at,
    note: receipt.note,
    items: JSON.stringify(receipt.items),
  });
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
