import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { UrumiStoresConfig } from '../config';
import { readUsage, takeUsage } from '../database/operations/storeUsage';

/**
 * Takes a place in the limits for one more living store.
 *
 * @throws ConflictError that names the limit which is reached.
 */
export async function takePlace(
  trx: Knex.Transaction,
  limits: Pick<UrumiStoresConfig['limits'], 'storesTotal' | 'storesPerOwner'>,
  owner: string,
): Promise<void> {
  const { storesTotal, storesPerOwner } = limits;
  if (!(await takeUsage(trx, 'total', storesTotal))) {
    throw new ConflictError(
      `The platform's limit is reached: ${await readUsage(
        trx,
        'total',
      )} of ${storesTotal} stores are used; delete a store, or ask a platform operator for more`,
    );
  }
  if (!(await takeUsage(trx, `owner:${owner}`, storesPerOwner))) {
    throw new ConflictError(
      `The limit of ${owner} is reached: ${await readUsage(
        trx,
        `owner:${owner}`,
      )} of ${storesPerOwner} stores are used; delete a store, or ask a platform operator for more`,
    );
  }
}
