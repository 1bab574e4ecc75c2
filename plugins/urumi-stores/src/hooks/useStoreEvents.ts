import { useEffect, useMemo, useRef, useState } from 'react';
import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../api';
import { followStoreEvents } from '../lib/followStoreEvents';

/** Pause before a broken stream is tried again; until then each pause ends with one poll. */
const RETRY_MS = 5_000;

/** The activity log of a store. */
export interface StoreEvents {
  /** Newest first. */
  events: StoreEvent[];
  /** Reads all events from the first one on. */
  loadAll(): Promise<void>;
}

/**
 * The events that came with the store, and those that happen while one looks: streamed, and
 * polled when streaming does not work.
 */
export function useStoreEvents(store: StoreDetails): StoreEvents {
  const storesApi = useApi(urumiStoresApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const fetchApi = useApi(fetchApiRef);
  const [added, setAdded] = useState<StoreEvent[]>([]);

  const events = useMemo(() => merge(store.events, added), [store, added]);
  const newestId = useRef(0);
  newestId.current = Math.max(newestId.current, events[0]?.id ?? 0);

  const { id: storeId } = store;
  const isLive = store.status !== 'DELETED';
  useEffect(() => {
    if (!isLive) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const add = (more: StoreEvent[]) => {
      if (!signal.aborted && more.length > 0) {
        newestId.current = Math.max(newestId.current, ...more.map(e => e.id));
        setAdded(known => merge(known, more));
      }
    };
    const follow = async () => {
      for await (const event of followStoreEvents({
        discoveryApi,
        fetchApi,
        storeId,
        after: newestId.current,
        signal,
      })) {
        add([event]);
      }
    };
    const poll = async () =>
      add(
        await storesApi.listEvents(storeId, {
          after: newestId.current,
          signal,
        }),
      );
    const run = async () => {
      while (!signal.aborted) {
        // Both may fail while the backend is away; the store's own query tells people so.
        await Promise.allSettled([follow()]);
        await pause(RETRY_MS, signal);
        if (!signal.aborted) {
          await Promise.allSettled([poll()]);
        }
      }
    };
    run();
    return () => controller.abort();
  }, [storeId, isLive, storesApi, discoveryApi, fetchApi]);

  const loadAll = async () => {
    let after = 0;
    for (;;) {
      const page = await storesApi.listEvents(storeId, { after });
      setAdded(known => merge(known, page));
      const last = page[page.length - 1];
      if (!last || last.id >= newestId.current) {
        return;
      }
      after = last.id;
    }
  };
  return { events, loadAll };
}

function merge(known: StoreEvent[], more: StoreEvent[]): StoreEvent[] {
  const byId = new Map([...known, ...more].map(event => [event.id, event]));
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
