import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from './appTranslationRef';

/** The texts of the app itself in the languages that it offers beside English. */
export const appTranslations = createTranslationResource({
  ref: appTranslationRef,
  translations: {
    de: () => import('./de'),
    hi: () => import('./hi'),
  },
});
