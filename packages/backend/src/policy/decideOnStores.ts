import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  fleetManagePermission,
  STORE_RESOURCE_TYPE,
  storeCredentialsReadPermission,
  URUMI_STORES_PLUGIN_ID,
  urumiStoresPermissions,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** Entity refs of groups whose members may do more than owners. */
export interface StoreRoles {
  /** May do everything with every store. */
  operators: string[];
  /** May see every store, with its logs, but no admin login. */
  auditors: string[];
}

/**
 * Who may do what with stores: owners everything with their own, operators everything, auditors read.
 *
 * @returns undefined for a permission of another plugin.
 */
export function decideOnStores(
  permission: Permission,
  user: Pick<PolicyQueryUser, 'info'> | undefined,
  roles: StoreRoles,
): PolicyDecision | undefined {
  if (!urumiStoresPermissions.some(({ name }) => name === permission.name)) {
    return undefined;
  }
  const claims = user?.info.ownershipEntityRefs ?? [];
  const isOneOf = (groups: string[]) =>
    groups.some(group => claims.includes(group));
  if (isOneOf(roles.operators) || mayAudit(permission, isOneOf, roles)) {
    return { result: AuthorizeResult.ALLOW };
  }
  if (!user || isPermission(permission, fleetManagePermission)) {
    return { result: AuthorizeResult.DENY };
  }
  if (isResourcePermission(permission, STORE_RESOURCE_TYPE)) {
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: URUMI_STORES_PLUGIN_ID,
      resourceType: STORE_RESOURCE_TYPE,
      conditions: {
        rule: 'IS_STORE_OWNER',
        resourceType: STORE_RESOURCE_TYPE,
        params: { claims },
      },
    };
  }
  // Creating: the plugin sees to it that nobody makes a store for an owner whose stores they may not change.
  return { result: AuthorizeResult.ALLOW };
}

function mayAudit(
  permission: Permission,
  isOneOf: (groups: string[]) => boolean,
  { auditors }: StoreRoles,
): boolean {
  return (
    isOneOf(auditors) &&
    permission.attributes.action === 'read' &&
    !isPermission(permission, storeCredentialsReadPermission)
  );
}
