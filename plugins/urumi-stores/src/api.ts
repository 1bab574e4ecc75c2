import { createApiRef } from '@backstage/core-plugin-api';
import { StoresApi } from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * The HTTP API of Urumi Stores, called as the signed-in user.
 *
 * @public
 */
export const urumiStoresApiRef = createApiRef<StoresApi>({
  id: 'plugin.urumi-stores.api',
});
