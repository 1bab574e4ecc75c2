import { LoggerService } from '@backstage/backend-plugin-api';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  UrumiStoresService,
  UrumiStoresServiceOptions,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { Clock } from './clock';

/**
 * A log that stays silent for long makes proxies drop the connection that shows it, and people
 * wonder. Together with the longest pause between two looks it stays below 20 seconds.
 */
const LONGEST_SILENCE_MS = 14_000;

/** What happens to a store as the log of a step: each event once, and never silent for long. */
export class StoreLog {
  readonly #stores: UrumiStoresService;
  readonly #request: UrumiStoresServiceOptions;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #startedAt: number;
  #lastLoggedAt: number;
  #lastEventId: number | undefined;

  constructor(options: {
    stores: UrumiStoresService;
    request: UrumiStoresServiceOptions;
    logger: LoggerService;
    clock: Clock;
  }) {
    this.#stores = options.stores;
    this.#request = options.request;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#startedAt = this.#clock.now();
    this.#lastLoggedAt = this.#startedAt;
  }

  /**
   * Writes the events that are new.
   *
   * @param jobId - the job from which on events matter: what was before is history.
   * @returns whether there were any.
   */
  async writeEvents(
    store: StoreDetails,
    jobId: string | undefined,
  ): Promise<boolean> {
    this.#lastEventId ??= lastEventBeforeJob(store, jobId);
    const events = await this.#stores.listEvents(store.id, {
      ...this.#request,
      after: this.#lastEventId,
    });
    for (const event of events) {
      const level = event.level === 'warning' ? 'warn' : event.level;
      this.#logger[level](`${event.event_type}: ${event.message}`);
      this.#lastEventId = event.id;
      this.#lastLoggedAt = this.#clock.now();
    }
    return events.length > 0;
  }

  warn(message: string): void {
    this.#logger.warn(message);
    this.#lastLoggedAt = this.#clock.now();
  }

  /** Writes what the store does, when nothing was written for a while. */
  breakSilence(state: string): void {
    const now = this.#clock.now();
    if (now - this.#lastLoggedAt >= LONGEST_SILENCE_MS) {
      this.#logger.info(
        `After ${seconds(now - this.#startedAt)}, the store ${state}`,
      );
      this.#lastLoggedAt = now;
    }
  }
}

/** What a store does, to follow its name. */
export function describeState(store: StoreDetails): string {
  const step = store.steps.find(
    ({ state }) => state === 'running' || state === 'waiting',
  );
  return step
    ? `is ${store.status}, ${step.state} in step ${step.name}${
        step.message === null ? '' : `: ${step.message}`
      }`
    : `is ${store.status}`;
}

/** A duration, for people. */
export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

function lastEventBeforeJob(
  { events }: { events: StoreEvent[] },
  jobId: string | undefined,
): number {
  const ids = events
    .filter(event => event.job_id === jobId)
    .map(event => event.id);
  return ids.length > 0 ? Math.min(...ids) - 1 : 0;
}
