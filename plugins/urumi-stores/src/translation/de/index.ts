import { flattenMessages } from '../messages';
import { createStoreMessages } from './createStore';
import { generalMessages } from './general';
import { orphansPageMessages } from './orphansPage';
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
});
