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
} from '@urumi/backstage-plugin-urumi-stores-common';

/** What callers need for the calls of the HTTP API, by what they do. */
export const access = {
  create: { permission: storeCreatePermission.name },
  read: { permission: storeReadPermission.name },
  update: { permission: storeUpdatePermission.name },
  upgrade: { permission: storeUpgradePermission.name },
  rollBack: { permission: storeRollbackPermission.name },
  readLogs: { permission: storeLogsReadPermission.name },
  remove: { permission: storeDeletePermission.name },
  manageFleet: { permission: fleetManagePermission.name },
  readCredentials: { permission: storeCredentialsReadPermission.name },
} as const;
