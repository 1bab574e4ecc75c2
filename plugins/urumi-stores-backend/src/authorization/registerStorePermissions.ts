import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  STORE_RESOURCE_TYPE,
  urumiStoresPermissions,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { storePermissionRules } from './storePermissionRules';
import { StoreResource, storeResourceRef } from './storeResourceRef';

/**
 * Tells the permission framework of the plugin's permissions and rules.
 */
export function registerStorePermissions(options: {
  permissionsRegistry: PermissionsRegistryService;
  /** The stores of these ids, in that order; undefined for one that is not there. */
  getResources: (
    storeIds: string[],
  ) => Promise<Array<StoreResource | undefined>>;
}): void {
  const { permissionsRegistry, getResources } = options;
  permissionsRegistry.addResourceType({
    resourceRef: storeResourceRef,
    permissions: urumiStoresPermissions.filter(permission =>
      isResourcePermission(permission, STORE_RESOURCE_TYPE),
    ),
    rules: storePermissionRules,
    getResources,
  });
  permissionsRegistry.addPermissions(
    urumiStoresPermissions.filter(
      permission => !isResourcePermission(permission),
    ),
  );
}
