/**
 * Service reference and store engine extension point of Urumi Stores.
 *
 * @packageDocumentation
 */
export * from './adviseRollbackByVersions';
export * from './commerceChoices';
export * from './jsonShapes';
export * from './plans';
export * from './recogniseStore';
export * from './requestConnections';
export * from './StoreEngine';
export * from './StoreProbe';
export * from './storeEnginesExtensionPoint';
export * from './urumiStoresServiceRef';
