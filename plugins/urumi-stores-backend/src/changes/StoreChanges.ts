import { EventEmitter } from 'node:events';
import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  STORES_EVENT_TOPIC,
  STORES_SIGNAL_CHANNEL,
  StoresEventPayload,
  StoresSignal,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** A committed change of a store. */
export interface StoreChanged {
  storeId: string;
  /** The store's `updated_at` in epoch milliseconds. */
  version: number;
  /** Set when the change concerns who reads stores from afar, such as the catalog. */
  published?: StoresEventPayload['change'];
}

/**
 * Tells of committed changes: listeners in this process, browsers by signals, and other plugins by
 * an event. All of them are hints to read again; whoever misses one reads by its own clock.
 */
export class StoreChanges {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #events: EventsService;
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;

  constructor(options: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#events = options.events;
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  /** Call it after the commit. Never throws. */
  announce({ storeId, version, published }: StoreChanged): void {
    for (const listener of this.#emitter.listeners(storeId)) {
      this.#tell('a listener', storeId, async () => listener());
    }
    this.#tell('the signals', storeId, async () =>
      this.#signals.publish<StoresSignal>({
        recipients: { type: 'broadcast' },
        channel: STORES_SIGNAL_CHANNEL,
        message: { store_id: storeId, version },
      }),
    );
    if (published) {
      const eventPayload: StoresEventPayload = {
        version: 1,
        store_id: storeId,
        change: published,
      };
      this.#tell('the events', storeId, async () =>
        this.#events.publish({ topic: STORES_EVENT_TOPIC, eventPayload }),
      );
    }
  }

  /** Calls the listener after each change of the store, until the returned function is called. */
  subscribe(storeId: string, listener: () => void): () => void {
    this.#emitter.on(storeId, listener);
    return () => this.#emitter.off(storeId, listener);
  }

  #tell(whom: string, storeId: string, tell: () => Promise<void>) {
    tell().catch(error =>
      this.#logger.warn(
        `The change of store ${storeId} did not reach ${whom}`,
        { error: String(error) },
      ),
    );
  }
}
