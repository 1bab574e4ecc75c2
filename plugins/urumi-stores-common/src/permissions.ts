import {
  createPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';

/** Permission resource type of a store. @public */
export const STORE_RESOURCE_TYPE = 'urumi-store';

/** Create a store, and preview one. @public */
export const storeCreatePermission = createPermission({
  name: 'urumi.store.create',
  attributes: { action: 'create' },
});

/** See a store, its events, jobs and Kubernetes objects. @public */
export const storeReadPermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.read',
  attributes: { action: 'read' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Retry what failed, cancel what is under way. @public */
export const storeUpdatePermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.update',
  attributes: { action: 'update' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Delete a store with all its data. @public */
export const storeDeletePermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.delete',
  attributes: { action: 'delete' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Read the admin login of a store. @public */
export const storeCredentialsReadPermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.credentials.read',
  attributes: { action: 'read' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Look after all stores: cancel other people's jobs. @public */
export const fleetManagePermission = createPermission({
  name: 'urumi.fleet.manage',
  attributes: {},
});

/** All permissions of the plugin. @public */
export const urumiStoresPermissions = [
  storeCreatePermission,
  storeReadPermission,
  storeUpdatePermission,
  storeDeletePermission,
  storeCredentialsReadPermission,
  fleetManagePermission,
];
