import { createTranslationRef } from '@backstage/frontend-plugin-api';
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

/**
 * All texts of the stores pages.
 *
 * @public
 */
export const urumiStoresTranslationRef = createTranslationRef({
  id: 'plugin.urumi-stores',
  messages: {
    ...generalMessages,
    ...storesPageMessages,
    ...bulkActionsMessages,
    ...myStoresMessages,
    ...createStoreMessages,
    ...storePageMessages,
    ...storeHistoryMessages,
    ...orphansPageMessages,
    ...guidedVisitMessages,
    ...storeEntityMessages,
    ...ownedStoresMessages,
    ...searchResultMessages,
  },
});
