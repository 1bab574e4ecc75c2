import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Engine, Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { Outcome, runEach } from '../../lib/runEach';
import { BulkAction, requestAction } from './bulkAction';

/** Requests under way at a time. */
const CONCURRENCY = 4;

/** An action on several stores, as far as it has come. */
export interface BulkRun {
  phase: 'asking' | 'running' | 'ended';
  /** By id of the store. */
  outcomes: ReadonlyMap<string, Outcome>;
  start(stores: Store[]): void;
  /** What is under way is ended, nothing more is begun. */
  stop(): void;
}

/** Does the action for one store after the other, each on its own. */
export function useBulkRun(
  action: BulkAction,
  engines: readonly Engine[],
): BulkRun {
  const storesApi = useApi(urumiStoresApiRef);
  const [phase, setPhase] = useState<BulkRun['phase']>('asking');
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(
    new Map(),
  );
  const controller = useRef<AbortController>();
  useEffect(() => () => controller.current?.abort(), []);

  const set = (id: string, outcome: Outcome) =>
    setOutcomes(known => new Map(known).set(id, outcome));
  return {
    phase,
    outcomes,
    async start(stores) {
      const current = new AbortController();
      controller.current = current;
      const byId = new Map(stores.map(store => [store.id, store]));
      byId.forEach((_, id) => set(id, { state: 'waiting' }));
      setPhase('running');
      await runEach({
        ids: [...byId.keys()],
        run: async id => {
          const store = byId.get(id);
          if (store) {
            await requestAction({ action, store, engines, storesApi });
          }
        },
        concurrency: CONCURRENCY,
        signal: current.signal,
        onChange: set,
      });
      setPhase('ended');
    },
    stop: () => controller.current?.abort(),
  };
}
