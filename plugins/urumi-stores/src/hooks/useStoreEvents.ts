import { useEffect, useMemo, useRef, useState } from 'react';
import { ErrorLike, toError } from '@backstage/errors';
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
import {
  ALL_EVENTS,
  EventFilter,
  matchesFilter,
  toEventQuery,
} from '../lib/eventFilter';
import { followStoreEvents } from '../lib/followStoreEvents';

/** Pause before a broken stream is tried again; until then each pause ends with one poll. */
const RETRY_MS = 5_000;

/** As many events come with a store; with fewer, these are all. */
const EVENTS_WITH_STORE = 50;
const PAGE = 50;

/** The activity log of a store. */
export interface StoreEvents {
  /** Those that are wanted, newest first. */
  events: StoreEvent[];
  /** Whether there may be older ones. */
  hasOlder: boolean;
  /** Reads the next older page. */
  loadOlder(): Promise<void>;
  isLoading: boolean;
  /** Why the last page could not be read. */
  error?: ErrorLike;
}

/** How far back the events of one filter are known. */
interface Depth {
  filter: EventFilter;
  /** Undefined while only those are known that came with the store. */
  oldestId?: number;
  isComplete: boolean;
}

/**
 * The events that came with the store, and those that happen while one looks: streamed, and
 * polled when streaming does not work.
 */
export function useStoreEvents(
  store: StoreDetails,
  filter: EventFilter = ALL_EVENTS,
): StoreEvents {
  const storesApi = useApi(urumiStoresApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const fetchApi = useApi(fetchApiRef);
  const [added, setAdded] = useState<StoreEvent[]>([]);

  const [known, setKnown] = useState<Depth>();
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<ErrorLike>();

  // A newer answer leaves out the oldest events of the one before.
  const seen = useRef<StoreEvent[]>([]);
  const all = useMemo(() => {
    seen.current = merge(seen.current, [...store.events, ...added]);
    return seen.current;
  }, [store, added]);
  const newestId = useRef(0);
  newestId.current = Math.max(newestId.current, all[0]?.id ?? 0);

  // The first event of a store says that there is nothing before it.
  const [first] = useState(() => ({
    oldestId: store.events.at(-1)?.id,
    isComplete: store.events.length < EVENTS_WITH_STORE,
  }));
  const depth = known?.filter === filter ? known : { filter, ...first };
  // What another filter has read from further back would leave gaps in this one.
  const events = all.filter(
    event =>
      matchesFilter(event, filter) &&
      (depth.isComplete || event.id >= (depth.oldestId ?? 0)),
  );

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

  const loadOlder = async () => {
    setIsLoading(true);
    setError(undefined);
    try {
      const page = await storesApi.listEvents(storeId, {
        before: depth.oldestId ?? newestId.current + 1,
        limit: PAGE,
        ...toEventQuery(filter),
      });
      setAdded(before => merge(before, page));
      setKnown({
        filter,
        oldestId: page.at(-1)?.id ?? depth.oldestId,
        isComplete: page.length < PAGE,
      });
    } catch (failure) {
      setError(toError(failure));
    } finally {
      setIsLoading(false);
    }
  };
  return {
    events,
    hasOlder: !depth.isComplete,
    loadOlder,
    isLoading,
    ...(error && { error }),
  };
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
