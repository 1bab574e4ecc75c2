import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Rows of a table of `docs/permissions.md` under a heading, code marks and padding left out. */
export async function tableUnder(heading: string): Promise<string[][]> {
  const page = await readFile(
    resolve(__dirname, '../../../../docs/permissions.md'),
    'utf8',
  );
  const section = page.split(`## ${heading}\n`)[1].split('\n## ')[0];
  return section
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.replaceAll('`', '').trim()),
    );
}
