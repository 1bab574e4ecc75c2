import { parseEntityRef } from '@backstage/catalog-model';
import { IdentityApi } from '@backstage/core-plugin-api';

/** Refs of the signed-in user and the groups, through which they own stores. */
export async function loadMyRefs(identityApi: IdentityApi): Promise<string[]> {
  const { ownershipEntityRefs, userEntityRef } =
    await identityApi.getBackstageIdentity();
  const owners = ownershipEntityRefs.filter(ref =>
    ['group', 'user'].includes(
      parseEntityRef(ref).kind.toLocaleLowerCase('en-US'),
    ),
  );
  return owners.length > 0 ? owners : [userEntityRef];
}
