export { urumiStoresTranslationRef } from './urumiStoresTranslationRef';
