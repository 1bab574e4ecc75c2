import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { useApi } from '@backstage/core-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { Engine, Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import {
  BULK_PERMISSIONS,
  BulkAction,
  Obstacle,
  findObstacle,
} from './bulkAction';

/** What is known before several stores are acted on. */
export interface BulkPlan {
  engines: Engine[];
  /** By id of the store; the others can be acted on. */
  obstacles: Map<string, Obstacle>;
}

/** Finds out which of the stores have to be left out, once the person asks. */
export function useObstacles(action: BulkAction, stores: Store[]) {
  const storesApi = useApi(urumiStoresApiRef);
  const permissionApi = useApi(permissionApiRef);
  return useAsyncRetry(async (): Promise<BulkPlan> => {
    const [engines, decisions] = await Promise.all([
      action === 'upgrade' ? storesApi.listEngines() : [],
      Promise.all(
        stores.map(({ id }) =>
          permissionApi.authorize({
            permission: BULK_PERMISSIONS[action],
            resourceRef: id,
          }),
        ),
      ),
    ]);
    const obstacles = new Map<string, Obstacle>();
    stores.forEach((store, index) => {
      const obstacle =
        decisions[index].result === AuthorizeResult.ALLOW
          ? findObstacle(action, store, engines)
          : 'denied';
      if (obstacle) {
        obstacles.set(store.id, obstacle);
      }
    });
    return { engines, obstacles };
  }, [action, storesApi, permissionApi]);
}
