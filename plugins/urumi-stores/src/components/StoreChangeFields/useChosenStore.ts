import { useApi } from '@backstage/core-plugin-api';
import { urumiStoresApiRef } from '../../api';
import { useLiveQuery } from '../../hooks/useLiveQuery';
import { ChosenStore, readChosenStore } from './readChosenStore';

const REFRESH_MS = 10_000;

/** The store that was picked elsewhere in the form, as it is now, and what its engine offers. */
export function useChosenStore(storeId: string | undefined) {
  const storesApi = useApi(urumiStoresApiRef);
  return useLiveQuery<ChosenStore | undefined>({
    key: `chosen ${storeId ?? ''}`,
    load: async signal =>
      storeId === undefined
        ? undefined
        : readChosenStore(storesApi, storeId, signal),
    refreshMs: () => REFRESH_MS,
  });
}
