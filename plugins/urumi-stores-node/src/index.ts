/**
 * Service reference and store engine extension point of Urumi Stores.
 *
 * @packageDocumentation
 */
export * from './requestConnections';
export * from './StoreEngine';
export * from './StoreProbe';
export * from './storeEnginesExtensionPoint';
export * from './urumiStoresServiceRef';
