import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { StorePage } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { LiveQuery, useLiveQuery } from '../../hooks/useLiveQuery';
import { useStoresSignal } from '../../hooks/useStoresSignal';
import { isInMotion } from '../../lib/storeState';
import { StoresFilter } from './useStoresFilter';

/** Stores of one page of the list. */
export const PAGE_SIZE = 25;
const MOVING_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/** One page of stores, kept up to date, and the ways to its neighbours. */
export interface Stores extends LiveQuery<StorePage> {
  onNextPage?: () => void;
  onPreviousPage?: () => void;
}

/** Reads the stores that match the filter, page by page. */
export function useStores(filter: StoresFilter): Stores {
  const storesApi = useApi(urumiStoresApiRef);
  const filterKey = JSON.stringify(filter);
  // Cursors of the pages from the second up to the shown one; another filter starts anew.
  const [pages, setPages] = useState<{ filterKey: string; cursors: string[] }>({
    filterKey,
    cursors: [],
  });
  const cursors = pages.filterKey === filterKey ? pages.cursors : [];
  const cursor = cursors[cursors.length - 1];

  const query = useLiveQuery({
    key: JSON.stringify([filterKey, cursor]),
    load: signal =>
      storesApi.listStores(
        {
          limit: PAGE_SIZE,
          include_deleted: filter.showDeleted || filter.status === 'DELETED',
          ...(cursor && { cursor }),
          ...(filter.status && { status: [filter.status] }),
          ...(filter.search && { q: filter.search }),
        },
        { signal },
      ),
    refreshMs: page =>
      page?.items.some(isInMotion) ? MOVING_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(),
  });

  const nextCursor = query.isStale ? undefined : query.value?.nextCursor;
  return {
    ...query,
    ...(nextCursor && {
      onNextPage: () =>
        setPages({ filterKey, cursors: [...cursors, nextCursor] }),
    }),
    ...(cursor && {
      onPreviousPage: () =>
        setPages({ filterKey, cursors: cursors.slice(0, -1) }),
    }),
  };
}
