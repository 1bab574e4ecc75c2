import { useEffect } from 'react';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { StorePage } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { LiveQuery, useLiveQuery } from '../../hooks/useLiveQuery';
import { useStoresSignal } from '../../hooks/useStoresSignal';
import { loadMyRefs } from '../../lib/loadMyRefs';
import { readApiError } from '../../lib/readApiError';
import { isInMotion } from '../../lib/storeState';
import { StoresFilter, toListQuery } from './storesFilter';
import { ChangeStoresFilter } from './useStoresFilter';

/** Stores of one page of the list. */
export const PAGE_SIZE = 25;
const SOON_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/** One page of stores, kept up to date, and the ways to its neighbours. */
export interface Stores extends LiveQuery<StorePage> {
  onNextPage?: () => void;
  onPreviousPage?: () => void;
}

/** Reads the page of the list that the address names. */
export function useStores(
  filter: StoresFilter,
  onChange: ChangeStoresFilter,
): Stores {
  const storesApi = useApi(urumiStoresApiRef);
  const identityApi = useApi(identityApiRef);
  const query = useLiveQuery({
    key: JSON.stringify(filter),
    load: async signal => {
      const myRefs = filter.mine ? await loadMyRefs(identityApi) : [];
      return storesApi.listStores(
        { limit: PAGE_SIZE, ...toListQuery(filter, myRefs) },
        { signal },
      );
    },
    refreshMs: page =>
      !page || page.items.some(isInMotion) ? SOON_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(),
  });

  const { nextCursor, previousCursor } = query.value ?? {};
  // The stores before may have gone meanwhile, and an old link may hold a cursor of another list.
  const isLost =
    filter.cursor !== undefined &&
    (query.error
      ? readApiError(query.error).fields['query.cursor'] !== undefined
      : query.value !== undefined &&
        !query.isStale &&
        previousCursor === undefined);
  useEffect(() => {
    if (isLost) {
      onChange({}, { replace: true });
    }
  });

  // The ways stay where they are while the next page is read, so that the focus stays, too.
  const go = (cursor: string) => () => {
    if (!query.isStale) {
      onChange({ cursor });
    }
  };
  return {
    ...query,
    ...(nextCursor && { onNextPage: go(nextCursor) }),
    ...(previousCursor && { onPreviousPage: go(previousCursor) }),
  };
}
