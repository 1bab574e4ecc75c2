import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { StoreAuthorizer, StorePermission } from '../authorization';
import { findStore } from '../database/operations/findStore';
import { StoreRow } from '../database/rows';
import { HiddenError } from '../errors';
import { Caller } from './callers';
import { toStoreResource } from './toStoreResource';

/**
 * The store, if the caller has the permission for it. Nobody learns here whether there is something
 * that they may not see.
 *
 * @param wanted - `storeId`: undefined when what was asked for, named by `what`, is not there.
 * @throws NotAllowedError, NotFoundError.
 */
export async function findStoreFor(
  { knex, authorizer }: { knex: Knex; authorizer: StoreAuthorizer },
  { credentials }: Caller,
  wanted: {
    storeId: string | undefined;
    what: string;
    permission: (store: StoreRow | undefined) => Promise<StorePermission>;
  },
): Promise<StoreRow> {
  const { storeId, what } = wanted;
  const store =
    storeId === undefined ? undefined : await findStore(knex, storeId);
  const permission = await wanted.permission(store);
  const answer = await authorizer.judgeStore(
    credentials,
    permission,
    store && toStoreResource(store),
  );
  if (answer === 'denied') {
    throw new NotAllowedError(
      `You need the permission ${permission.name} for ${what}`,
    );
  }
  if (!store) {
    throw new NotFoundError(`There is no ${what}`);
  }
  if (answer === 'hidden') {
    throw new HiddenError(`There is no ${what}`);
  }
  return store;
}
