import fs from 'node:fs';
import path from 'node:path';
import { messages as german } from './de';
import { messages as hindi } from './hi';
import { urumiStoresTranslationRef } from './urumiStoresTranslationRef';

const languages = { de: german, hi: hindi };
const plural = /_(zero|one|two|few|many|other)$/;

/** The reference keeps its texts from the types of others, under this name. */
const reference = (
  urumiStoresTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();

const source = path.resolve(__dirname, '..');

/** The code of the plugin without its tests and its texts. */
function readCode(): string {
  return fs
    .readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(
      file =>
        /\.tsx?$/.test(file) &&
        !/\.test\.tsx?$/.test(file) &&
        !/^(translation|__testUtils__)/.test(file),
    )
    .map(file => fs.readFileSync(path.join(source, file), 'utf8'))
    .join('\n');
}

/** Names in double braces. The number of a plural may be a word, as in `One store`. */
function placeholders(key: string, text: string): string[] {
  return [...text.matchAll(/{{\s*([^,}\s]+)/g)]
    .map(([, name]) => name)
    .filter(name => !(plural.test(key) && name === 'count'))
    .sort();
}

describe('the texts of the plugin', () => {
  it('are all used', () => {
    const code = readCode();
    const literals = new Set(
      [...code.matchAll(/['"`]([a-zA-Z_][\w.]*)['"`]/g)].map(
        ([, text]) => text,
      ),
    );
    const patterns = [...code.matchAll(/`([a-zA-Z]+\.[^`]*\$\{[^`]*)`/g)].map(
      ([, text]) =>
        new RegExp(
          `^${text.replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`,
        ),
    );
    const unused = Object.keys(reference)
      .map(key => key.replace(plural, ''))
      .filter(
        key =>
          !literals.has(key) && !patterns.some(pattern => pattern.test(key)),
      );
    expect(unused).toEqual([]);
  });

  describe.each(Object.entries(languages))('in %s', (language, messages) => {
    it('are the same ones as in the reference', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions()
        .pluralCategories;
      const keys = new Set(
        Object.keys(reference).flatMap(key =>
          plural.test(key)
            ? forms.map(form => key.replace(plural, `_${form}`))
            : [key],
        ),
      );
      expect(Object.keys(messages).sort()).toEqual([...keys].sort());
    });

    it('have what the reference leaves open, and nothing else', () => {
      const wrong = Object.entries(messages).filter(([key, text]) => {
        const english =
          reference[key] ?? reference[key.replace(plural, '_other')];
        return (
          english !== undefined &&
          placeholders(key, text).join() !== placeholders(key, english).join()
        );
      });
      expect(wrong).toEqual([]);
    });

    it('are said, and not left in English', () => {
      const same = Object.entries(messages)
        .filter(
          ([key, text]) =>
            text.trim() === '' ||
            // A text of several words that is the same in two languages was forgotten.
            (text === reference[key] &&
              /\p{L}\s+\p{L}/u.test(text.replace(/{{[^}]*}}/g, ''))),
        )
        .map(([key]) => key);
      expect(same).toEqual([]);
    });
  });
});
