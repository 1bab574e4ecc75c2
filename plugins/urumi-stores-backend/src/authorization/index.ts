export { applyStoreFilter } from './applyStoreFilter';
export { registerStorePermissions } from './registerStorePermissions';
export { createStoreAuthorizer } from './StoreAuthorizer';
export type { StoreAuthorizer, StorePermission } from './StoreAuthorizer';
export {
  hasEngine,
  inCluster,
  isStoreOwner,
  storePermissionRules,
} from './storePermissionRules';
export { storeResourceRef } from './storeResourceRef';
export type { StoreFilter, StoreResource } from './storeResourceRef';
