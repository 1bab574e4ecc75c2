import { appTranslationRef } from './appTranslationRef';
import german from './de';
import hindi from './hi';

/** The reference keeps its texts from the types of others, under this name. */
const reference = (
  appTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();

const placeholders = (text: string) => (text.match(/{{[^}]+}}/g) ?? []).sort();

describe.each([
  ['German', german],
  ['Hindi', hindi],
])('the texts of the app in %s', (_language, { messages }) => {
  const texts: Record<string, string | null> = messages;

  it('are those of the reference, with the same placeholders', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(reference).sort());
    for (const [key, english] of Object.entries(reference)) {
      expect([key, placeholders(texts[key] ?? '')]).toEqual([
        key,
        placeholders(english),
      ]);
    }
  });
});
