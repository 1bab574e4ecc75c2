/**
 * Medusa as a kind of online store, added to the stores backend through its extension point.
 *
 * @packageDocumentation
 */
export { urumiStoresModuleMedusa as default } from './module';
