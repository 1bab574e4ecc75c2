import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  Permission,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  templateDryRunPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  STORE_RESOURCE_TYPE,
  storeCreatePermission,
  storeReadPermission,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** Members of this group may do everything. */
const OPERATORS = 'group:default/platform';

/** What everybody may do besides reading: create stores, and use Software Templates. */
const OPEN_TO_ALL: Permission[] = [
  storeCreatePermission,
  actionExecutePermission,
  taskCreatePermission,
  templateDryRunPermission,
];

/**
 * Who may do what in the demo organisation: everybody reads everything, only the owning team
 * changes a store or reads its login, people cancel their own template tasks, operators may do
 * everything. What is not named here is denied.
 */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return { result: AuthorizeResult.DENY };
    }
    const { ownershipEntityRefs, userEntityRef } = user.info;
    if (ownershipEntityRefs.includes(OPERATORS)) {
      return { result: AuthorizeResult.ALLOW };
    }
    if (
      isResourcePermission(permission, STORE_RESOURCE_TYPE) &&
      !isPermission(permission, storeReadPermission)
    ) {
      return ifStoreOwner(permission, ownershipEntityRefs);
    }
    if (isPermission(permission, taskCancelPermission)) {
      return ifOwnTask(permission, userEntityRef);
    }
    const allowed =
      permission.attributes.action === 'read' ||
      OPEN_TO_ALL.some(open => isPermission(permission, open));
    return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }
}

function ifStoreOwner(
  permission: ResourcePermission,
  claims: string[],
): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: URUMI_STORES_PLUGIN_ID,
    resourceType: permission.resourceType,
    conditions: {
      rule: 'IS_STORE_OWNER',
      resourceType: permission.resourceType,
      params: { claims },
    },
  };
}

function ifOwnTask(
  permission: ResourcePermission,
  userEntityRef: string,
): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'scaffolder',
    resourceType: permission.resourceType,
    conditions: {
      rule: 'IS_TASK_OWNER',
      resourceType: permission.resourceType,
      params: { createdBy: [userEntityRef] },
    },
  };
}
