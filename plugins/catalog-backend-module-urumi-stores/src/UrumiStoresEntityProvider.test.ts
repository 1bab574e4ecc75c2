import { stringifyEntityRef } from '@backstage/catalog-model';
import { mockServices } from '@backstage/backend-test-utils';
import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { SchedulerServiceTaskInvocationDefinition } from '@backstage/backend-plugin-api';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { STORES_EVENT_TOPIC } from '@urumi/backstage-plugin-urumi-stores-common';
import { eventually } from './__testUtils__/eventually';
import { aStore, FakeStores } from './__testUtils__/FakeStores';
import { StoreSystems } from './StoreSystems';
import { UrumiStoresEntityProvider } from './UrumiStoresEntityProvider';

/** What the catalog would hold after the mutations. */
class FakeCatalog implements EntityProviderConnection {
  readonly #titles = new Map<string, string>();
  readonly mutations: EntityProviderMutation[] = [];

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    this.mutations.push(mutation);
    const [added, removed] =
      mutation.type === 'full'
        ? [mutation.entities, []]
        : [mutation.added, mutation.removed];
    if (mutation.type === 'full') {
      this.#titles.clear();
    }
    for (const { entity } of added) {
      this.#titles.set(stringifyEntityRef(entity), entity.metadata.title ?? '');
    }
    for (const item of removed) {
      this.#titles.delete(
        'entityRef' in item ? item.entityRef : stringifyEntityRef(item.entity),
      );
    }
  }

  async refresh(): Promise<void> {}

  /** Forgets an entity, as when somebody unregisters it. */
  unregister(storeId: string): void {
    this.#titles.delete(`resource:default/store-${storeId}`);
  }

  /** Titles by the id of the store. */
  titles(): Record<string, string> {
    return Object.fromEntries(
      [...this.#titles].map(([ref, title]) => [
        ref.replace('resource:default/store-', ''),
        title,
      ]),
    );
  }
}

describe('UrumiStoresEntityProvider', () => {
  const shutdown = new AbortController();
  afterAll(() => shutdown.abort());

  async function connect(stores: FakeStores) {
    const logger = mockServices.logger.mock();
    const events = DefaultEventsService.create({ logger });
    const catalog = new FakeCatalog();
    const tasks: SchedulerServiceTaskInvocationDefinition[] = [];
    const provider = new UrumiStoresEntityProvider({
      appBaseUrl: 'http://localhost:7007/',
      auth: mockServices.auth(),
      events,
      logger,
      stores: stores.asService(),
      systems: StoreSystems.fromConfig(undefined),
      taskRunner: {
        run: async task => {
          tasks.push(task);
        },
      },
      signal: shutdown.signal,
    });
    await provider.connect(catalog);
    return {
      catalog,
      logger,
      publish: (eventPayload: unknown) =>
        events.publish({ topic: STORES_EVENT_TOPIC, eventPayload }),
      changed: (storeId: string) =>
        events.publish({
          topic: STORES_EVENT_TOPIC,
          eventPayload: { version: 1, store_id: storeId, change: 'updated' },
        }),
      syncOnSchedule: async () => {
        for (const task of tasks) {
          await task.fn(shutdown.signal);
        }
      },
    };
  }

  it('has a name that must never change', () => {
    expect(UrumiStoresEntityProvider.prototype.getProviderName()).toBe(
      'urumi-stores',
    );
  });

  it('registers all living stores at start, over all pages', async () => {
    const stores = new FakeStores();
    const titles: Record<string, string> = {};
    for (let index = 0; index < 1_201; index++) {
      const deleted = index % 100 === 0;
      stores.put(
        aStore({
          id: `s${index}`,
          display_name: `Shop ${index}`,
          status: deleted ? 'DELETED' : 'READY',
        }),
      );
      if (!deleted) {
        titles[`s${index}`] = `Shop ${index}`;
      }
    }
    const { catalog } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual(titles));
  });

  it('follows one store by its events, from creation to deletion', async () => {
    const stores = new FakeStores();
    const { catalog, changed } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual({}));

    stores.put(aStore({ id: 'a', display_name: 'First', status: 'QUEUED' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'First' }));

    stores.put(aStore({ id: 'a', display_name: 'Renamed' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Renamed' }));

    stores.put(aStore({ id: 'a', status: 'DELETING' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Boutique' }));

    stores.put(aStore({ id: 'a', status: 'DELETED' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({}));

    await changed('never-was-there');
    stores.put(aStore({ id: 'b' }));
    await changed('b');
    await eventually(() => expect(catalog.titles()).toEqual({ b: 'Boutique' }));
    expect(catalog.mutations).toContainEqual({
      type: 'delta',
      added: [],
      removed: [
        { entityRef: 'resource:default/store-a', locationKey: 'urumi-stores' },
      ],
    });
    expect(catalog.mutations).toContainEqual({
      type: 'delta',
      added: [
        {
          locationKey: 'urumi-stores',
          entity: expect.objectContaining({ kind: 'Resource' }),
        },
      ],
      removed: [],
    });
  });

  it('ends with the newest state when events come in bursts while it reads', async () => {
    const stores = new FakeStores();
    const { catalog, changed } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual({}));
    stores.beforeAnswer = () => new Promise(resolve => setTimeout(resolve, 5));
    for (let index = 0; index < 30; index++) {
      stores.put(aStore({ id: 'a', display_name: `Name ${index}` }));
      await changed('a');
    }
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Name 29' }));
    stores.put(aStore({ id: 'a', status: 'DELETED' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({}));
    // One read at a time, so that what is written last was read last.
    expect(catalog.mutations.length).toBeLessThan(10);
  });

  it('reads what changes at the same time in few calls, and writes it in as many', async () => {
    const stores = new FakeStores();
    const { catalog, changed } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual({}));
    const ids = Array.from({ length: 250 }, (_, index) => `s${index}`);
    stores.put(...ids.map(id => aStore({ id })));
    await Promise.all(ids.map(changed));
    await eventually(() =>
      expect(Object.keys(catalog.titles())).toHaveLength(250),
    );
    const calls = stores.queries.filter(({ id }) => id);
    expect(calls.every(({ id }) => id && id.length <= 100)).toBe(true);
    expect(calls.length).toBeLessThanOrEqual(5);
    expect(
      catalog.mutations.filter(({ type }) => type === 'delta'),
    ).toHaveLength(calls.length);
  });

  it('heals on schedule what no event told of', async () => {
    const stores = new FakeStores();
    stores.put(aStore({ id: 'a' }), aStore({ id: 'b' }));
    const { catalog, syncOnSchedule } = await connect(stores);
    await eventually(() =>
      expect(catalog.titles()).toEqual({ a: 'Boutique', b: 'Boutique' }),
    );

    stores.put(aStore({ id: 'a', status: 'DELETED' }), aStore({ id: 'c' }));
    catalog.unregister('b');
    await syncOnSchedule();
    await eventually(() =>
      expect(catalog.titles()).toEqual({ b: 'Boutique', c: 'Boutique' }),
    );
  });

  it('does not undo an event with an older full list', async () => {
    const stores = new FakeStores();
    stores.put(aStore({ id: 'a' }));
    const { catalog, changed, syncOnSchedule } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Boutique' }));

    // While the answer with the full list is under way, one store goes and one comes.
    stores.beforeAnswer = async () => {
      stores.beforeAnswer = async () => {};
      stores.put(aStore({ id: 'a', status: 'DELETED' }), aStore({ id: 'b' }));
      await changed('a');
      await changed('b');
      await eventually(() =>
        expect(catalog.titles()).toEqual({ b: 'Boutique' }),
      );
    };
    await syncOnSchedule();
    await eventually(() => expect(catalog.titles()).toEqual({ b: 'Boutique' }));
    expect(
      catalog.mutations.filter(({ type }) => type === 'full'),
    ).toHaveLength(2);
  });

  it('reads again when the stores cannot be read, at start and after an event', async () => {
    const stores = new FakeStores();
    stores.put(aStore({ id: 'a' }));
    const failOnce = async () => {
      stores.beforeAnswer = async () => {};
      throw new Error('connection refused');
    };
    stores.beforeAnswer = failOnce;
    const { catalog, changed, logger } = await connect(stores);
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Boutique' }));

    stores.beforeAnswer = failOnce;
    stores.put(aStore({ id: 'b' }));
    await changed('b');
    await eventually(() =>
      expect(catalog.titles()).toEqual({ a: 'Boutique', b: 'Boutique' }),
    );
    expect(logger.debug).toHaveBeenCalledWith(
      expect.stringContaining('connection refused'),
    );
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('warns of events that name no store, and goes on', async () => {
    const stores = new FakeStores();
    const { catalog, changed, logger, publish } = await connect(stores);
    for (const payload of [undefined, null, 'x', {}, { store_id: 7 }]) {
      await publish(payload);
    }
    expect(logger.warn).toHaveBeenCalledTimes(5);
    stores.put(aStore({ id: 'a' }));
    await changed('a');
    await eventually(() => expect(catalog.titles()).toEqual({ a: 'Boutique' }));
  });
});
