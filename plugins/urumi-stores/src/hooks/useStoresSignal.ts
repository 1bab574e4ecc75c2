import { useRef } from 'react';
import { useSignal } from '@backstage/plugin-signals-react';
import {
  STORES_SIGNAL_CHANNEL,
  StoresSignal,
} from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * A value that changes when a store changed: of that store, or of any when no id is given.
 */
export function useStoresSignal(storeId?: string): string {
  const { lastSignal } = useSignal<StoresSignal>(STORES_SIGNAL_CHANNEL);
  const hint = useRef('');
  if (lastSignal && (!storeId || lastSignal.store_id === storeId)) {
    hint.current = `${lastSignal.store_id}:${lastSignal.version}`;
  }
  return hint.current;
}
