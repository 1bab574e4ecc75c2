import { usePermission } from '@backstage/plugin-permission-react';
import {
  StoreDetails,
  storeDeletePermission,
  storeUpdatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** Whether the person may run again what failed: a failed deletion takes the right to delete. */
export function useRetryPermission(store: Pick<StoreDetails, 'id' | 'job'>) {
  return usePermission({
    permission:
      store.job?.action === 'DELETE'
        ? storeDeletePermission
        : storeUpdatePermission,
    resourceRef: store.id,
  });
}
