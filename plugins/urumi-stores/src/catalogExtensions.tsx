import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import { STORE_ENTITY_TYPE } from '@urumi/backstage-plugin-urumi-stores-common';
import { isStoreSearchResult } from './components/StoreSearchResult/isStoreSearchResult';

/** Which entities stand for stores. */
export const storeEntityFilter = {
  kind: 'resource',
  'spec.type': STORE_ENTITY_TYPE,
};

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

/** What other pages than ours show of stores, besides their state: the catalog's and the search. */
export const catalogExtensions = [
  storeActivityCard,
  ownedStoresCard,
  storeSearchResult,
];
