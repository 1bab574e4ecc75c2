import { useState } from 'react';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { ALL_EVENTS, EventFilter } from '../lib/eventFilter';
import { StoreEvents, useStoreEvents } from './useStoreEvents';

/** The activity log of a store, as far as it was read, and which of its entries are wanted. */
export interface StoreActivity extends StoreEvents {
  filter: EventFilter;
  setFilter(filter: EventFilter): void;
}

/** Keeps the activity log of a store with its filter, for as long as one looks at the store. */
export function useStoreActivity(store: StoreDetails): StoreActivity {
  const [filter, setFilter] = useState(ALL_EVENTS);
  return { ...useStoreEvents(store, filter), filter, setFilter };
}
