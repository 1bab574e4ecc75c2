import { tableUnder } from '../__testUtils__/permissionsPage';
import { storePermissionRules } from '../authorization';
import { routes } from '../schema';
import { urumiStoresPermissions } from '@urumi/backstage-plugin-urumi-stores-common';

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
