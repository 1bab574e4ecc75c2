import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { apiFailure, isTransient } from './apiErrors';
import { Clock, realClock } from './clock';
import { describeState, seconds, StoreLog } from './StoreLog';

const PAUSE_MS = 2_000;

/**
 * Waits until the job of an upgrade has ended well, and logs the store's events as they come.
 *
 * @throws Error when it fails, is rolled back, is overtaken, or takes too long; an AbortError when the
 * signal aborts.
 */
export async function waitForUpgrade(options: {
  stores: UrumiStoresService;
  credentials: BackstageCredentials;
  storeId: string;
  jobId: string;
  timeoutMs: number;
  logger: LoggerService;
  signal?: AbortSignal;
  clock?: Clock;
}): Promise<StoreDetails> {
  const { stores, credentials, storeId, jobId, timeoutMs, logger } = options;
  const { signal, clock = realClock } = options;
  const request = { credentials, ...(signal && { signal }) };
  const startedAt = clock.now();
  const log = new StoreLog({ stores, request, logger, clock });

  while (clock.now() - startedAt < timeoutMs) {
    signal?.throwIfAborted();
    let state = 'cannot be read';
    let store: StoreDetails | undefined;
    try {
      store = await stores.getStore(storeId, request);
      state = describeState(store);
      await log.writeEvents(store, jobId);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTransient(error)) {
        throw apiFailure(`Store ${storeId} was not upgraded`, error);
      }
      log.warn(`Store ${storeId} cannot be read; trying again`);
    }
    if (store && hasEnded(store, jobId)) {
      return store;
    }
    log.breakSilence(state);
    await clock.sleep(PAUSE_MS, signal);
  }
  throw new Error(
    `The upgrade of store ${storeId} has not ended after ${seconds(
      timeoutMs,
    )}. It goes on by itself; see its page`,
  );
}

/** @throws Error with the cause when the job is over and the store is not upgraded. */
function hasEnded({ job, events, id }: StoreDetails, jobId: string): boolean {
  if (job?.id === jobId) {
    if (job.completed_at === null) {
      return false;
    }
    if (job.state === 'SUCCEEDED') {
      return true;
    }
  }
  const told = events.find(
    event =>
      event.job_id === jobId &&
      ['upgrade.failed', 'upgrade.finished'].includes(event.event_type),
  );
  if (told?.event_type === 'upgrade.finished') {
    return true;
  }
  throw new Error(
    told
      ? `The upgrade of store ${id} has failed: ${told.message}${
          job?.action === 'ROLLBACK' ? ' The store is rolled back.' : ''
        }`
      : `The upgrade of store ${id} was cancelled, or something newer was asked for`,
  );
}
