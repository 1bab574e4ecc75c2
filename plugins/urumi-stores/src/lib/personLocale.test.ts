import { AppLanguageApi } from '@backstage/frontend-plugin-api';
import { followAppLanguage, personLocale } from './personLocale';
import { formatDuration, formatFullTime, formatTime } from './time';

/** The language of an app that a test changes; only what the plugin asks of it. */
function anAppLanguage() {
  let language = 'en';
  const listeners = new Set<(value: { language: string }) => void>();
  const api: Pick<AppLanguageApi, 'getLanguage'> = {
    getLanguage: () => ({ language }),
  };
  const language$ = () => ({
    subscribe: (listener: (value: { language: string }) => void) =>
      listeners.add(listener),
  });
  return {
    api: { ...api, language$ } as unknown as AppLanguageApi,
    choose(next: string) {
      language = next;
      listeners.forEach(listener => listener({ language }));
    },
  };
}

describe('personLocale', () => {
  const time = '2026-11-29T13:05:06.000Z';

  it("is the browser's until the app has said its language, then the app's in the browser's variant", () => {
    jest
      .spyOn(navigator, 'languages', 'get')
      .mockReturnValue(['hi-IN', 'en-GB']);
    expect(personLocale()).toBeUndefined();

    const app = anAppLanguage();
    followAppLanguage(app.api);
    expect(personLocale()).toBe('en-GB');
    expect(formatTime(time)).toBe('29/11/2026, 13:05:06');

    app.choose('de');
    expect(personLocale()).toBe('de');
    expect(formatTime(time)).toBe('29.11.2026, 13:05:06');
    expect(formatDuration(7_500_000)).toBe('2 Std. und 5 Min.');
    expect(formatFullTime(time)).toMatch(/^Sonntag, 29\. November 2026/);

    app.choose('hi');
    expect(personLocale()).toBe('hi-IN');
    expect(formatTime(time)).toBe('29/11/2026, 1:05:06 pm');
    expect(formatDuration(7_500_000)).toBe('2 घं॰ और 5 मि॰');
  });
});
