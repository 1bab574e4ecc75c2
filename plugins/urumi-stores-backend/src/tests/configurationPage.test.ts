import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readConfigKeys } from '../__testUtils__/configKeys';
import { readUrumiStoresConfig } from '../config';

const readPage = () =>
  readFile(resolve(__dirname, '../../../../docs/configuration.md'), 'utf8');

const firstSentence = (text: string) => /^.*?(?=\. |\.?$)/.exec(text)?.[0];

/** The row of each key, as `config.d.ts` has it. */
const expectedRows = () =>
  readConfigKeys().map(({ path, fallback, description }) => [
    `\`${path}\``,
    fallback,
    firstSentence(description),
  ]);

describe('config.d.ts', () => {
  it('says of every key what it is, whether it has a default, and who sees it', () => {
    const keys = readConfigKeys();
    expect(keys.length).toBeGreaterThan(35);
    const secrets = [
      'clusters[].token',
      'images.pullSecrets[].dockerConfigJson',
    ];
    expect(
      keys.map(({ path, description, fallback, visibility }) => ({
        path,
        isDescribed: description.length > 10,
        hasDefault: fallback !== undefined,
        visibility,
      })),
    ).toEqual(
      keys.map(({ path }) => ({
        path,
        isDescribed: true,
        hasDefault: true,
        visibility: secrets.includes(path) ? 'secret' : 'backend',
      })),
    );
  });
});

describe('docs/configuration.md', () => {
  it('has every key of config.d.ts with its default', async () => {
    const rows = (await readPage())
      .split('\n')
      .filter(line => line.startsWith('| `'))
      .map(line =>
        line
          .split('|')
          .slice(1, -1)
          .map(cell => cell.trim()),
      );
    expect(rows).toEqual(expectedRows());
  });

  it('shows configuration that is right', async () => {
    const blocks = [...(await readPage()).matchAll(/```yaml\n([\s\S]*?)```/g)];
    expect(blocks.length).toBeGreaterThan(2);
    for (const [, yaml] of blocks) {
      const config = new ConfigReader(parse(yaml));
      expect(config.has('urumiStores')).toBe(true);
      expect(() => readUrumiStoresConfig(config)).not.toThrow();
    }
  });
});
