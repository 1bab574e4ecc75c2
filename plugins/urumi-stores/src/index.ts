/**
 * The pages, entity cards and create flow of Urumi Stores.
 *
 * @packageDocumentation
 */
export { urumiStoresPlugin as default } from './plugin';
export { urumiStoresApiRef } from './api';
export {
  createStoreRouteRef,
  orphansRouteRef,
  rootRouteRef,
  storeRouteRef,
} from './routes';
export {
  urumiStoresTranslationRef,
  urumiStoresTranslations,
} from './translation';
