import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { apiFailure, isNotFound, isTransient } from './apiErrors';
import { Clock, realClock } from './clock';
import { describeState, seconds, StoreLog } from './StoreLog';

/** Milliseconds between two looks at the store: from the shortest, growing, to the longest. */
const PAUSE = { shortest: 1_000, longest: 5_000, growth: 1.5 };

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
  const log = new StoreLog({ stores, request, logger, clock });
  let pause = PAUSE.shortest;

  for (;;) {
    signal?.throwIfAborted();
    let store: StoreDetails | undefined;
    try {
      store = await stores.getStore(storeId, request);
      if (await log.writeEvents(store, store.job?.id)) {
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
      log.warn(`${failure.message}; trying again`);
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
    log.breakSilence(state);
    await clock.sleep(Math.min(pause, timeoutMs - waited), signal);
    pause = Math.min(pause * PAUSE.growth, PAUSE.longest);
  }
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
