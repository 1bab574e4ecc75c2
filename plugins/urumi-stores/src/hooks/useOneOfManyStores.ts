import { useApi } from '@backstage/core-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../api';
import { StoreLoader } from '../lib/StoreLoader';
import { isInMotion } from '../lib/storeState';
import { LiveQuery, useLiveQuery } from './useLiveQuery';
import { useStoresSignal } from './useStoresSignal';

const MOVING_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/**
 * A store that is shown next to others, kept up to date; all of them are read in one call. Null
 * when there is none, or the user may not see it.
 */
export function useOneOfManyStores(storeId: string): LiveQuery<Store | null> {
  const storesApi = useApi(urumiStoresApiRef);
  return useLiveQuery({
    key: storeId,
    load: () => StoreLoader.of(storesApi).load(storeId),
    refreshMs: store =>
      store && isInMotion(store) ? MOVING_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(storeId),
  });
}
