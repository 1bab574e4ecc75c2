import { useEffect } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Writes the language of the app into the page, where screen readers and the browser's hyphenation look for it. */
export function PageLanguage() {
  const appLanguage = useApi(appLanguageApiRef);
  useEffect(() => {
    const write = ({ language }: { language: string }) => {
      document.documentElement.lang = language;
    };
    write(appLanguage.getLanguage());
    const subscription = appLanguage.language$().subscribe(write);
    return () => subscription.unsubscribe();
  }, [appLanguage]);
  return null;
}
