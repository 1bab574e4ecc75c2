import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { StorePage } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { LiveQuery, useLiveQuery } from '../../hooks/useLiveQuery';
import { useStoresSignal } from '../../hooks/useStoresSignal';
import { isInMotion } from '../../lib/storeState';

/** Stores of one page: the card is one of several on its page. */
const PAGE_SIZE = 5;
const MOVING_REFRESH_MS = 5_000;
const CALM_REFRESH_MS = 30_000;

/** One page of an owner's stores, kept up to date, and the ways to its neighbours. */
export interface OwnedStores extends LiveQuery<StorePage> {
  onNextPage?: () => void;
  onPreviousPage?: () => void;
}

/** Reads the living stores of an owner, by entity ref, page by page. */
export function useOwnedStores(owner: string): OwnedStores {
  const storesApi = useApi(urumiStoresApiRef);
  // Cursors of the pages from the second up to the shown one; another owner starts anew.
  const [pages, setPages] = useState<{ owner: string; cursors: string[] }>({
    owner,
    cursors: [],
  });
  const cursors = pages.owner === owner ? pages.cursors : [];
  const cursor = cursors[cursors.length - 1];

  const query = useLiveQuery({
    key: JSON.stringify([owner, cursor]),
    load: signal =>
      storesApi.listStores(
        {
          owner: [owner],
          include_deleted: false,
          limit: PAGE_SIZE,
          ...(cursor && { cursor }),
        },
        { signal },
      ),
    refreshMs: page =>
      page?.items.some(isInMotion) ? MOVING_REFRESH_MS : CALM_REFRESH_MS,
    hint: useStoresSignal(),
  });

  // The stores of a later page may have gone meanwhile.
  const isLost =
    cursor !== undefined && !query.isStale && query.value?.items.length === 0;
  useEffect(() => {
    if (isLost) {
      setPages({ owner, cursors: [] });
    }
  }, [isLost, owner]);

  // The ways stay where they are while the next page is read, so that the focus stays, too.
  const nextCursor = query.value?.nextCursor;
  return {
    ...query,
    ...(nextCursor && {
      onNextPage: () => {
        if (!query.isStale) {
          setPages({ owner, cursors: [...cursors, nextCursor] });
        }
      },
    }),
    ...(cursor && {
      onPreviousPage: () => setPages({ owner, cursors: cursors.slice(0, -1) }),
    }),
  };
}
