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

/** Retry what failed, cancel what is under way, and bring back what has drifted. @public */
export const storeUpdatePermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.update',
  attributes: { action: 'update' },
  resourceType: STORE_RESOURCE_TYPE,
});

/**
 * See what may hold more than people should read: what the pods of a store write, and differences
 * of values and manifests between revisions.
 *
 * @public
 */
export const storeLogsReadPermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.logs.read',
  attributes: { action: 'read' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Change chart version, plan and parameters of a store. @public */
export const storeUpgradePermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.upgrade',
  attributes: { action: 'update' },
  resourceType: STORE_RESOURCE_TYPE,
});

/** Take a store back to an earlier revision. @public */
export const storeRollbackPermission: ResourcePermission<
  typeof STORE_RESOURCE_TYPE
> = createPermission({
  name: 'urumi.store.rollback',
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

/**
 * Look after all stores: cancel other people's jobs, and clear up what stores have left behind.
 *
 * @public
 */
export const fleetManagePermission = createPermission({
  name: 'urumi.fleet.manage',
  attributes: { action: 'update' },
});

/** All permissions of the plugin. @public */
export const urumiStoresPermissions = [
  storeCreatePermission,
  storeReadPermission,
  storeLogsReadPermission,
  storeUpdatePermission,
  storeUpgradePermission,
  storeRollbackPermission,
  storeDeletePermission,
  storeCredentialsReadPermission,
  fleetManagePermission,
];
