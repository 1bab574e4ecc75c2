import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateManagementPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  fleetManagePermission,
  storeCreatePermission,
  storeCredentialsReadPermission,
  storeDeletePermission,
  storeLogsReadPermission,
  storeReadPermission,
  storeRollbackPermission,
  storeUpdatePermission,
  storeUpgradePermission,
  urumiStoresPermissions,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { DemoPermissionPolicy } from './DemoPermissionPolicy';

const policy = new DemoPermissionPolicy();

function user(name: string, team: string) {
  const userEntityRef = `user:default/${name}`;
  return {
    credentials: mockCredentials.user(userEntityRef),
    info: {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, `group:default/${team}`],
    },
  };
}

const member = user('sana', 'storefront');
const operator = user('olga', 'platform');

const catalogRead = createPermission({
  name: 'catalog.entity.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
const catalogDelete = createPermission({
  name: 'catalog.entity.delete',
  attributes: { action: 'delete' },
  resourceType: 'catalog-entity',
});
const locationCreate = createPermission({
  name: 'catalog.location.create',
  attributes: { action: 'create' },
});
const clustersRead = createPermission({
  name: 'kubernetes.clusters.read',
  attributes: { action: 'read' },
});
const kubernetesProxy = createPermission({
  name: 'kubernetes.proxy',
  attributes: {},
});

const ifOwner = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'urumi-stores',
  resourceType: 'urumi-store',
  conditions: {
    rule: 'IS_STORE_OWNER',
    resourceType: 'urumi-store',
    params: { claims: ['user:default/sana', 'group:default/storefront'] },
  },
};
const allow = { result: AuthorizeResult.ALLOW };
const deny = { result: AuthorizeResult.DENY };

const DECISIONS_FOR_A_MEMBER: [Permission, object][] = [
  [storeCreatePermission, allow],
  [storeReadPermission, allow],
  [storeLogsReadPermission, ifOwner],
  [storeUpdatePermission, ifOwner],
  [storeUpgradePermission, ifOwner],
  [storeRollbackPermission, ifOwner],
  [storeDeletePermission, ifOwner],
  [storeCredentialsReadPermission, ifOwner],
  [fleetManagePermission, deny],
  [catalogRead, allow],
  [catalogDelete, deny],
  [locationCreate, deny],
  [clustersRead, allow],
  [kubernetesProxy, deny],
  [actionExecutePermission, allow],
  [taskCreatePermission, allow],
  [taskReadPermission, allow],
  [
    taskCancelPermission,
    {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'scaffolder',
      resourceType: 'scaffolder-task',
      conditions: {
        rule: 'IS_TASK_OWNER',
        resourceType: 'scaffolder-task',
        params: { createdBy: ['user:default/sana'] },
      },
    },
  ],
  [templateManagementPermission, deny],
];

describe('DemoPermissionPolicy', () => {
  it.each(
    DECISIONS_FOR_A_MEMBER.map(([permission, decision]) => ({
      name: permission.name,
      permission,
      decision,
    })),
  )(
    'decides $name for a member of a team',
    async ({ permission, decision }) => {
      await expect(policy.handle({ permission }, member)).resolves.toEqual(
        decision,
      );
    },
  );

  it('has decided every permission on stores in the table above', () => {
    const decided = DECISIONS_FOR_A_MEMBER.map(([{ name }]) => name);
    expect(decided).toEqual(
      expect.arrayContaining(urumiStoresPermissions.map(({ name }) => name)),
    );
  });

  it.each(DECISIONS_FOR_A_MEMBER.map(([permission]) => permission))(
    'lets an operator do everything, and nobody without an identity: $name',
    async permission => {
      await expect(policy.handle({ permission }, operator)).resolves.toEqual(
        allow,
      );
      await expect(policy.handle({ permission })).resolves.toEqual(deny);
    },
  );
});
