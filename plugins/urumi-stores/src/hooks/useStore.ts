import { useApi } from '@backstage/core-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../api';
import { isInMotion } from '../lib/storeState';
import { LiveQuery, useLiveQuery } from './useLiveQuery';
import { useStoresSignal } from './useStoresSignal';

const MOVING_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/** One store with its steps, conditions and newest events, kept up to date. */
export function useStore(storeId: string): LiveQuery<StoreDetails> {
  const storesApi = useApi(urumiStoresApiRef);
  return useLiveQuery({
    key: storeId,
    load: signal => storesApi.getStore(storeId, { signal }),
    refreshMs: store =>
      store && isInMotion(store) ? MOVING_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(storeId),
  });
}
