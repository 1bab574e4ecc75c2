import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import { STORE_ENTITY_TYPE } from '@urumi/backstage-plugin-urumi-stores-common';
import { isStoreSearchResult } from './components/StoreSearchResult/isStoreSearchResult';

const storeEntityFilter = { kind: 'resource', 'spec.type': STORE_ENTITY_TYPE };

const storeStatusCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'content',
    filter: storeEntityFilter,
    loader: async () => {
      const { StoreStatusCard } = await import('./components/StoreEntity');
      return <StoreStatusCard />;
    },
  },
});

const storeActivityCard = EntityCardBlueprint.make({
  name: 'activity',
  params: {
    type: 'content',
    filter: storeEntityFilter,
    loader: async () => {
      const { StoreActivityCard } = await import('./components/StoreEntity');
      return <StoreActivityCard />;
    },
  },
});

const storeEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/store',
    title: 'Store',
    filter: storeEntityFilter,
    loader: async () => {
      const { StoreEntityContent } = await import('./components/StoreEntity');
      return <StoreEntityContent />;
    },
  },
});

const ownedStoresCard = EntityCardBlueprint.make({
  name: 'owned',
  params: {
    type: 'content',
    filter: { kind: { $in: ['group', 'user'] } },
    loader: async () => {
      const { OwnedStoresCard } = await import('./components/OwnedStores');
      return <OwnedStoresCard />;
    },
  },
});

const storeSearchResult = SearchResultListItemBlueprint.make({
  params: {
    predicate: isStoreSearchResult,
    component: async () => {
      const { StoreSearchResultListItem } = await import(
        './components/StoreSearchResult'
      );
      return StoreSearchResultListItem;
    },
  },
});

/** What the pages of the catalog and of the search show of stores. */
export const catalogExtensions = [
  storeStatusCard,
  storeActivityCard,
  storeEntityContent,
  ownedStoresCard,
  storeSearchResult,
];
