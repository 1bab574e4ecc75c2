export { urumiStoresTranslationRef } from './urumiStoresTranslationRef';
export { urumiStoresTranslations } from './urumiStoresTranslations';
