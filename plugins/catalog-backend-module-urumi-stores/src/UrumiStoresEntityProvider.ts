import {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import {
  MAX_STORE_IDS,
  Store,
  STORES_EVENT_TOPIC,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { LevelTriggeredRuns } from './LevelTriggeredRuns';
import { readStoreId } from './readStoreId';
import { retry } from './retry';
import { StoreSystems } from './StoreSystems';
import { storeEntityName, storeToEntity } from './storeToEntity';

/** Keys which entities are this provider's: it must never change. */
const PROVIDER_NAME = 'urumi-stores';

const PAGE_SIZE = 500;

/** What is done one at a time. */
const FULL_SYNC = 'full-sync';
const CHANGES = 'changes';

/**
 * Keeps one catalog entity per living store.
 *
 * @remarks
 * An event is only a hint: the store is then read, and the entity is made to agree with what
 * was read. So events may be lost, repeated or out of order. Events that come while others are
 * worked on are worked on together, so that a thousand of them cost a few calls. A full
 * comparison at start and on a schedule finds what no event told of, and what was taken out of
 * the catalog by hand.
 */
export class UrumiStoresEntityProvider implements EntityProvider {
  readonly #appBaseUrl: string;
  readonly #auth: AuthService;
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #signal: AbortSignal;
  readonly #stores: UrumiStoresService;
  readonly #systems: StoreSystems;
  readonly #taskRunner: SchedulerServiceTaskRunner;
  readonly #runs = new LevelTriggeredRuns();
  /** Stores that events told of and that are still to be read. */
  readonly #changed = new Set<string>();
  /** Stores that changed while a full comparison was under way. */
  #changedMeanwhile: Set<string> | undefined;

  constructor(options: {
    appBaseUrl: string;
    auth: AuthService;
    events: EventsService;
    logger: LoggerService;
    stores: UrumiStoresService;
    systems: StoreSystems;
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
    this.#systems = options.systems;
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
        this.#refresh(connection, storeId);
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
    await this.#runs.run(FULL_SYNC, () =>
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
      this.#refresh(connection, storeId);
    }
  }

  #refresh(connection: EntityProviderConnection, storeId: string): void {
    this.#changed.add(storeId);
    void this.#runs.run(CHANGES, () => this.#refreshChanged(connection));
  }

  async #refreshChanged(connection: EntityProviderConnection): Promise<void> {
    while (this.#changed.size > 0) {
      const ids = [...this.#changed].slice(0, MAX_STORE_IDS);
      ids.forEach(id => this.#changed.delete(id));
      await this.#attempt(
        `Updating the catalog entities of stores ${ids.join(', ')}`,
        () => this.#refreshOnce(connection, ids),
      );
    }
  }

  async #refreshOnce(
    connection: EntityProviderConnection,
    ids: string[],
  ): Promise<void> {
    const { items } = await this.#stores.listStores(
      { id: ids },
      await this.#asMyself(),
    );
    const living = items.filter(({ status }) => status !== 'DELETED');
    const livingIds = new Set(living.map(({ id }) => id));
    await connection.applyMutation({
      type: 'delta',
      added: living.map(store => this.#toDeferred(store)),
      removed: ids
        .filter(id => !livingIds.has(id))
        .map(id => ({
          entityRef: `resource:default/${storeEntityName(id)}`,
          locationKey: PROVIDER_NAME,
        })),
    });
  }

  async #readLivingStores(): Promise<Store[]> {
    const stores: Store[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#stores.listStores(
        { limit: PAGE_SIZE, cursor, include_deleted: false },
        await this.#asMyself(),
      );
      stores.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return stores;
  }

  async #asMyself() {
    return {
      credentials: await this.#auth.getOwnServiceCredentials(),
      signal: this.#signal,
    };
  }

  #toDeferred(store: Store): DeferredEntity {
    return {
      entity: storeToEntity({
        store,
        system: this.#systems.systemOf(store.owner),
        appBaseUrl: this.#appBaseUrl,
      }),
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
