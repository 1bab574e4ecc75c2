import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { storeReadPermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer, StorePermission } from '../authorization';
import { findStore } from '../database/operations/findStore';
import { StoreRow } from '../database/rows';
import { HiddenError } from '../errors';
import { Caller } from './callers';
import { toStoreResource } from './toStoreResource';

/**
 * The store, if the caller has the permission for it. Nobody learns here whether there is something
 * that they may not see: they are asked for the permission that they would need if it were not there.
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
  if (store) {
    const resource = toStoreResource(store);
    const judge = (one: StorePermission) =>
      authorizer.judgeStore(credentials, one, resource);
    const permission = await wanted.permission(store);
    if ((await judge(permission)) === 'allowed') {
      return store;
    }
    if ((await judge(storeReadPermission)) === 'allowed') {
      throw refusal(permission, what);
    }
  }
  const permission = await wanted.permission(undefined);
  const answer = await authorizer.judgeStore(
    credentials,
    permission,
    undefined,
  );
  if (answer === 'denied') {
    throw refusal(permission, what);
  }
  const Missing = store ? HiddenError : NotFoundError;
  throw new Missing(`There is no ${what}`);
}

function refusal({ name }: StorePermission, what: string): NotAllowedError {
  return new NotAllowedError(`You need the permission ${name} for ${what}`);
}
