import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  storeReadPermission,
  StoreReceipt,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { findReceipt } from '../database/operations/receipts';
import { toReceipt } from '../database/rows';
import { Caller } from './callers';
import { StoreReader } from './StoreReader';

/** The proof of what a delete has removed. */
export class ReceiptReader {
  readonly #knex: Knex;
  readonly #reader: StoreReader;

  constructor(options: { knex: Knex; reader: StoreReader }) {
    this.#knex = options.knex;
    this.#reader = options.reader;
  }

  /**
   * @throws ConflictError when the store is not deleted, NotFoundError when none was kept of it.
   */
  async read(caller: Caller, storeId: string): Promise<StoreReceipt> {
    const store = await this.#reader.find(caller, storeId, storeReadPermission);
    if (store.status !== 'DELETED') {
      throw new ConflictError(
        `Store ${store.id} is ${store.status}; there is a receipt once it is DELETED`,
      );
    }
    const receipt = await findReceipt(this.#knex, store.id);
    if (!receipt) {
      throw new NotFoundError(
        `No receipt was kept of store ${store.id}: it was deleted before this platform kept receipts; its activity log tells what is known`,
      );
    }
    return toReceipt(receipt, store);
  }
}
