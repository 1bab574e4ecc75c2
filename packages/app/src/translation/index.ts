export { appTranslationRef } from './appTranslationRef';
export { appTranslations } from './appTranslations';
