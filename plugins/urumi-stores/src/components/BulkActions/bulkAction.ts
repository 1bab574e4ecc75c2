import {
  Engine,
  Store,
  StoresApi,
  storeDeletePermission,
  storeUpgradePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { hasUpgrade } from '../../lib/storeState';

/** What can be done with several stores at once. */
export type BulkAction = 'delete' | 'upgrade';

/** Why a store is left out. */
export type Obstacle = 'denied' | 'gone' | 'notReady' | 'newest' | 'noEngine';

/** The permission that each store takes. */
export const BULK_PERMISSIONS = {
  delete: storeDeletePermission,
  upgrade: storeUpgradePermission,
};

/** What the state of a store says against the action, if anything. */
export function findObstacle(
  action: BulkAction,
  store: Store,
  engines: readonly Engine[],
): Obstacle | undefined {
  if (action === 'delete') {
    return ['DELETING', 'DELETED'].includes(store.status) ? 'gone' : undefined;
  }
  if (store.status !== 'READY') {
    return 'notReady';
  }
  const version = newestVersion(store, engines);
  if (version === undefined) {
    return 'noEngine';
  }
  return version === store.chart_version && !hasUpgrade(store)
    ? 'newest'
    : undefined;
}

/** The chart that the platform installs now for the engine of a store. */
export function newestVersion(
  store: Pick<Store, 'engine'>,
  engines: readonly Engine[],
): string | undefined {
  return engines.find(({ id }) => id === store.engine)?.chart_version;
}

/** Asks for it, for one store. */
export async function requestAction(options: {
  action: BulkAction;
  store: Store;
  engines: readonly Engine[];
  storesApi: StoresApi;
}): Promise<void> {
  const { action, store, engines, storesApi } = options;
  if (action === 'delete') {
    await storesApi.deleteStore(store.id);
  } else {
    await storesApi.upgradeStore(store.id, {
      chart_version: newestVersion(store, engines),
    });
  }
}
