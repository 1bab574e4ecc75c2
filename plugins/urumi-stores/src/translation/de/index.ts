import { flattenMessages } from '../messages';
import { bulkActionsMessages } from './bulkActions';
import { createStoreMessages } from './createStore';
import { generalMessages } from './general';
import { guidedVisitMessages } from './guidedVisit';
import { myStoresMessages } from './myStores';
import { orphansPageMessages } from './orphansPage';
import { ownedStoresMessages } from './ownedStores';
import { searchResultMessages } from './searchResult';
import { storeEntityMessages } from './storeEntity';
import { storeHistoryMessages } from './storeHistory';
import { storePageMessages } from './storePage';
import { storesPageMessages } from './storesPage';

/** All German texts by their full keys. */
export const messages = flattenMessages({
  ...generalMessages,
  ...storesPageMessages,
  ...createStoreMessages,
  ...storePageMessages,
  ...storeHistoryMessages,
  ...orphansPageMessages,
  ...storeEntityMessages,
  ...bulkActionsMessages,
  ...myStoresMessages,
  ...ownedStoresMessages,
  ...searchResultMessages,
  ...guidedVisitMessages,
});
