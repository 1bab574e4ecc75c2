import {
  createTranslationMessages,
  createTranslationResource,
} from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from './urumiStoresTranslationRef';

/** A text that a language lacks is shown in English; the tests allow none to be lacking. */
function asMessages(messages: Record<string, string>) {
  return {
    default: createTranslationMessages({
      ref: urumiStoresTranslationRef,
      full: false,
      messages,
    }),
  };
}

/**
 * The stores pages in German (`de`) and Hindi (`hi`). An app that offers these languages installs it; each is loaded
 * when it is first chosen.
 *
 * @public
 */
export const urumiStoresTranslations = createTranslationResource({
  ref: urumiStoresTranslationRef,
  translations: {
    de: () => import('./de').then(({ messages }) => asMessages(messages)),
    hi: () => import('./hi').then(({ messages }) => asMessages(messages)),
  },
});
