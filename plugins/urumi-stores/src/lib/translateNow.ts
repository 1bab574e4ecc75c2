import { ApiHolder } from '@backstage/core-plugin-api';
import {
  TranslationFunction,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../translation';

/** What the pages get their texts from. */
export type Translate = TranslationFunction<
  (typeof urumiStoresTranslationRef)['T']
>;

/**
 * A text outside of a component.
 *
 * @param fallback - for when the language of the person is not loaded yet
 */
export function translateNow(
  apiHolder: ApiHolder,
  translate: (t: Translate) => string,
  fallback: string,
): string {
  const translation = apiHolder
    .get(translationApiRef)
    ?.getTranslation(urumiStoresTranslationRef);
  return translation?.ready ? translate(translation.t) : fallback;
}
