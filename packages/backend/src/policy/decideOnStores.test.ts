import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { urumiStoresPermissions } from '@urumi/backstage-plugin-urumi-stores-common';
import { decideOnStores } from './decideOnStores';

const roles = {
  operators: ['group:default/platform'],
  auditors: ['group:default/audit'],
};

const member = (team: string) => ({
  info: {
    userEntityRef: 'user:default/sana',
    ownershipEntityRefs: ['user:default/sana', `group:default/${team}`],
  },
});

/** `own`: for the stores of the person and of their teams. */
function decisions(team?: string): Record<string, string> {
  return Object.fromEntries(
    urumiStoresPermissions.map(permission => {
      const decision = decideOnStores(
        permission,
        team ? member(team) : undefined,
        roles,
      );
      if (decision?.result === AuthorizeResult.CONDITIONAL) {
        expect(decision).toEqual({
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'urumi-stores',
          resourceType: 'urumi-store',
          conditions: {
            rule: 'IS_STORE_OWNER',
            resourceType: 'urumi-store',
            params: { claims: member(team ?? '').info.ownershipEntityRefs },
          },
        });
        return [permission.name, 'own'];
      }
      return [permission.name, decision?.result ?? 'undecided'];
    }),
  );
}

const everything = (decision: string) =>
  Object.fromEntries(
    urumiStoresPermissions.map(({ name }) => [name, decision]),
  );

describe('decideOnStores', () => {
  it('lets owners do everything with their own stores', () => {
    expect(decisions('storefront')).toEqual({
      ...everything('own'),
      'urumi.store.create': 'ALLOW',
      'urumi.fleet.manage': 'DENY',
    });
  });

  it('lets operators do everything, and nobody without an identity', () => {
    expect(decisions('platform')).toEqual(everything('ALLOW'));
    expect(decisions()).toEqual(everything('DENY'));
  });

  it('lets auditors read all but the logins, and change only what is their own', () => {
    expect(decisions('audit')).toEqual({
      ...everything('own'),
      'urumi.store.create': 'ALLOW',
      'urumi.store.read': 'ALLOW',
      'urumi.store.logs.read': 'ALLOW',
      'urumi.fleet.manage': 'DENY',
    });
  });

  it('leaves the permissions of others to others', () => {
    const permission = createPermission({
      name: 'catalog.entity.read',
      attributes: { action: 'read' },
    });
    expect(decideOnStores(permission, member('audit'), roles)).toBeUndefined();
  });
});
