import {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import {
  Store,
  STORES_EVENT_TOPIC,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { LevelTriggeredRuns } from './LevelTriggeredRuns';
import { readStoreId } from './readStoreId';
import { retry } from './retry';
import { storeEntityName, storeToEntity } from './storeToEntity';

/** Keys which entities are this provider's: it must never change. */
const PROVIDER_NAME = 'urumi-stores';

const PAGE_SIZE = 500;

/**
 * Keeps one catalog entity per living store.
 *
 * @remarks
 * An event is only a hint: the store is then read, and the entity is made to agree with what
 * was read. So events may be lost, repeated or out of order. A full comparison at start and on
 * a schedule finds what no event told of.
 */
export class UrumiStoresEntityProvider implements EntityProvider {
  readonly #appBaseUrl: string;
  readonly #auth: AuthService;
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #signal: AbortSignal;
  readonly #stores: UrumiStoresService;
  readonly #taskRunner: SchedulerServiceTaskRunner;
  readonly #runs = new LevelTriggeredRuns();
  /** Stores that changed while a full comparison was under way. */
  #changedMeanwhile: Set<string> | undefined;

  constructor(options: {
    appBaseUrl: string;
    auth: AuthService;
    events: EventsService;
    logger: LoggerService;
    stores: UrumiStoresService;
    /** Runs the full comparison. */
    taskRunner: SchedulerServiceTaskRunner;
    /** Ends all work. */
    signal: AbortSignal;
  }) {
    this.#appBaseUrl = options.appBaseUrl.replace(/\/+$/, '');
    this.#auth = options.auth;
    this.#events = options.events;
    this.#logger = options.logger;
    this.#signal = options.signal;
    this.#stores = options.stores;
    this.#taskRunner = options.taskRunner;
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#events.subscribe({
      id: PROVIDER_NAME,
      topics: [STORES_EVENT_TOPIC],
      // Not awaited: whoever publishes must not wait for the catalog.
      onEvent: async event => {
        const storeId = readStoreId(event.eventPayload);
        if (storeId === undefined) {
          this.#logger.warn(
            `Ignored an event on ${STORES_EVENT_TOPIC} without a store_id`,
          );
          return;
        }
        this.#changedMeanwhile?.add(storeId);
        void this.#refresh(connection, storeId);
      },
    });
    await this.#taskRunner.run({
      id: 'urumi-stores:full-sync',
      fn: async () => this.#sync(connection),
    });
    // The schedule is kept over restarts, so its first run may be far away.
    void this.#sync(connection);
  }

  async #sync(connection: EntityProviderConnection): Promise<void> {
    await this.#runs.run(PROVIDER_NAME, () =>
      this.#attempt('Comparing all stores with the catalog', () =>
        this.#syncOnce(connection),
      ),
    );
  }

  async #syncOnce(connection: EntityProviderConnection): Promise<void> {
    const changed = new Set<string>();
    this.#changedMeanwhile = changed;
    try {
      const stores = await this.#readLivingStores();
      await connection.applyMutation({
        type: 'full',
        entities: stores.map(store => this.#toDeferred(store)),
      });
    } finally {
      this.#changedMeanwhile = undefined;
    }
    // What was read above may be older than what these events told of.
    for (const storeId of changed) {
      void this.#refresh(connection, storeId);
    }
  }

  async #refresh(
    connection: EntityProviderConnection,
    storeId: string,
  ): Promise<void> {
    await this.#runs.run(storeId, () =>
      this.#attempt(`Updating the catalog entity of store ${storeId}`, () =>
        this.#refreshOnce(connection, storeId),
      ),
    );
  }

  async #refreshOnce(
    connection: EntityProviderConnection,
    storeId: string,
  ): Promise<void> {
    const store = await this.#readStore(storeId);
    await connection.applyMutation(
      store === undefined || store.status === 'DELETED'
        ? {
            type: 'delta',
            added: [],
            removed: [
              {
                entityRef: `resource:default/${storeEntityName(storeId)}`,
                locationKey: PROVIDER_NAME,
              },
            ],
          }
        : { type: 'delta', added: [this.#toDeferred(store)], removed: [] },
    );
  }

  async #readStore(storeId: string): Promise<Store | undefined> {
    try {
      return await this.#stores.getStore(storeId, {
        credentials: await this.#auth.getOwnServiceCredentials(),
        signal: this.#signal,
      });
    } catch (error) {
      if (isError(error) && error.statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #readLivingStores(): Promise<Store[]> {
    const stores: Store[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#stores.listStores(
        { limit: PAGE_SIZE, cursor, include_deleted: false },
        {
          credentials: await this.#auth.getOwnServiceCredentials(),
          signal: this.#signal,
        },
      );
      stores.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return stores;
  }

  #toDeferred(store: Store): DeferredEntity {
    return {
      entity: storeToEntity({ store, appBaseUrl: this.#appBaseUrl }),
      locationKey: PROVIDER_NAME,
    };
  }

  async #attempt(what: string, fn: () => Promise<void>): Promise<void> {
    try {
      await retry({
        fn,
        signal: this.#signal,
        onFailure: error =>
          this.#logger.debug(`${what} failed: ${stringifyError(error)}`),
      });
    } catch (error) {
      if (!this.#signal.aborted) {
        this.#logger.warn(
          `${what} failed; the next full comparison makes up for it: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }
}
