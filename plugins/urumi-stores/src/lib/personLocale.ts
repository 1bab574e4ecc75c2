import { AppLanguageApi } from '@backstage/frontend-plugin-api';

let language: string | undefined;

/** From now on times and names are told in the language that the person has chosen for the app. */
export function followAppLanguage(api: AppLanguageApi): void {
  ({ language } = api.getLanguage());
  api.language$().subscribe(chosen => {
    ({ language } = chosen);
  });
}

/**
 * The locale for times and names: the language of the app, as the browser is set to it if it is, such as
 * `en-GB` for `en`. Undefined, which stands for the browser's own, until the app has said its language.
 *
 * @remarks
 *
 * Components read it while they render: whoever shows a text is rendered again when the language changes.
 */
export function personLocale(): string | undefined {
  return (
    navigator.languages.find(tag => tag.split('-')[0] === language) ?? language
  );
}
