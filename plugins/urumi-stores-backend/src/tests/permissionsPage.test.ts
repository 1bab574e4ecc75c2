import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { storePermissionRules } from '../authorization';
import { routes } from '../schema';
import { urumiStoresPermissions } from '@urumi/backstage-plugin-urumi-stores-common';

/** Rows of a Markdown table under a heading, code marks and padding left out. */
async function tableUnder(heading: string): Promise<string[][]> {
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

describe('docs/permissions.md', () => {
  it('has every route with its permission', async () => {
    const words = {
      open: 'none, open',
      credentials: 'none, a token is enough',
    };
    expect(await tableUnder('Route by route')).toEqual(
      routes.map(({ method, path, access }) => [
        method.toUpperCase(),
        path,
        typeof access === 'object' ? access.permission : words[access],
      ]),
    );
  });

  it('has every permission and how it is decided', async () => {
    const rows = await tableUnder('Permissions');
    expect(rows.map(([name, decided]) => [name, decided])).toEqual(
      urumiStoresPermissions.map(permission => [
        permission.name,
        permission.type === 'resource' ? 'store by store' : 'once',
      ]),
    );
  });

  it('has every rule', async () => {
    const rows = await tableUnder('Rules for conditional decisions');
    expect(rows.map(([name]) => name)).toEqual(
      storePermissionRules.map(({ name }) => name),
    );
  });
});
