import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { apiFailure, isNotFound, isTransient } from './apiErrors';
import { Clock, realClock } from './clock';

/** Milliseconds between two looks at the store: from the shortest, growing, to the longest. */
const PAUSE = { shortest: 1_000, longest: 5_000, growth: 1.5 };

/** A log that stays silent for a minute makes proxies drop the connection that shows it. */
const LONGEST_SILENCE_MS = 25_000;

/**
 * Waits until a store has a status, and logs its events as they come.
 *
 * @returns the store's address, when it has one.
 * @throws Error when the store fails, disappears, or takes too long; an AbortError when the
 * signal aborts.
 */
export async function waitForStore(options: {
  stores: UrumiStoresService;
  credentials: BackstageCredentials;
  storeId: string;
  until: 'READY' | 'DELETED';
  timeoutMs: number;
  logger: LoggerService;
  signal?: AbortSignal;
  clock?: Clock;
}): Promise<{ url?: string }> {
  const { stores, credentials, storeId, until, timeoutMs } = options;
  const { logger, signal, clock = realClock } = options;
  const startedAt = clock.now();
  const request = { credentials, ...(signal && { signal }) };
  let lastEventId: number | undefined;
  let lastLoggedAt = startedAt;
  let pause = PAUSE.shortest;

  for (;;) {
    signal?.throwIfAborted();
    let store: StoreDetails | undefined;
    try {
      store = await stores.getStore(storeId, request);
      lastEventId ??= lastEventBeforeJob(store);
      const events = await stores.listEvents(storeId, {
        ...request,
        after: lastEventId,
      });
      for (const event of events) {
        logEvent(logger, event);
        lastEventId = event.id;
        lastLoggedAt = clock.now();
        pause = PAUSE.shortest;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isNotFound(error) && until === 'DELETED') {
        return {};
      }
      const failure = apiFailure(`Store ${storeId} cannot be read`, error);
      if (!isTransient(error)) {
        throw failure;
      }
      logger.warn(`${failure.message}; trying again`);
      lastLoggedAt = clock.now();
    }
    if (store?.status === until) {
      return store.url === null ? {} : { url: store.url };
    }
    if (store) {
      failWhenHopeless(store, until);
    }
    const state = store ? describeState(store) : 'cannot be read';

    const waited = clock.now() - startedAt;
    if (waited >= timeoutMs) {
      throw new Error(
        `Store ${storeId} is not ${until} after ${seconds(
          waited,
        )}: it ${state}. It goes on by itself; see its page, or run urumi:store:wait again`,
      );
    }
    if (clock.now() - lastLoggedAt >= LONGEST_SILENCE_MS) {
      logger.info(`After ${seconds(waited)}, the store ${state}`);
      lastLoggedAt = clock.now();
    }
    await clock.sleep(Math.min(pause, timeoutMs - waited), signal);
    pause = Math.min(pause * PAUSE.growth, PAUSE.longest);
  }
}

/** The id after which the events of the store's present job begin: what was before is history. */
function lastEventBeforeJob({ events, job }: StoreDetails): number {
  const ids = events
    .filter(event => event.job_id === job?.id)
    .map(event => event.id);
  return ids.length > 0 ? Math.min(...ids) - 1 : 0;
}

function logEvent(logger: LoggerService, event: StoreEvent): void {
  const level = event.level === 'warning' ? 'warn' : event.level;
  logger[level](`${event.event_type}: ${event.message}`);
}

function failWhenHopeless(
  store: StoreDetails,
  until: 'READY' | 'DELETED',
): void {
  const { failure } = store;
  if (store.status === 'FAILED') {
    throw new Error(
      failure
        ? `Store ${store.id} failed: ${failure.message} (${
            failure.code
          }). Whose turn it is: ${failure.owner.replace(
            '_',
            ' ',
          )}. What to do: ${failure.next_action}`
        : `Store ${store.id} failed: ${
            store.last_error ?? 'no cause is known'
          }`,
    );
  }
  if (
    until === 'READY' &&
    (store.status === 'DELETING' || store.status === 'DELETED')
  ) {
    throw new Error(
      `Store ${store.id} was deleted before it was ready (it is ${store.status})`,
    );
  }
}

function describeState(store: StoreDetails): string {
  const step = store.steps.find(
    ({ state }) => state === 'running' || state === 'waiting',
  );
  return step
    ? `is ${store.status}, ${step.state} in step ${step.name}${
        step.message === null ? '' : `: ${step.message}`
      }`
    : `is ${store.status}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
