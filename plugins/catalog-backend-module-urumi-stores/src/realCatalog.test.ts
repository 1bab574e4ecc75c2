import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  DefaultEventsService,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { STORES_EVENT_TOPIC } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { aStore, FakeStores } from './__testUtils__/FakeStores';
import { eventually } from './__testUtils__/eventually';
import catalogModuleUrumiStores from '.';

jest.setTimeout(120_000);

const FULL_SYNC = 'urumi-stores:full-sync';
const credentials = mockCredentials.service();
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const backends: { stop(): Promise<void> }[] = [];

/** The module in a real catalog, on a database of its own. */
async function startCatalog(options: {
  databaseId: Parameters<typeof databases.init>[0];
  stores: FakeStores;
  /** Default: entities are processed, and so become visible. */
  processing?: false;
}) {
  const { databaseId, stores, processing } = options;
  const knex = await databases.init(databaseId);
  const scheduler = mockServices.scheduler();
  const events = DefaultEventsService.create({
    logger: mockServices.logger.mock(),
  });
  const observed: { catalog?: CatalogService } = {};
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleUrumiStores,
      createBackendPlugin({
        pluginId: 'observer',
        register(env) {
          env.registerInit({
            deps: { catalog: catalogServiceRef },
            async init({ catalog }) {
              observed.catalog = catalog;
            },
          });
        },
      }),
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          catalog: {
            processingInterval: processing ?? { hours: 1 },
            stitchingStrategy: { pollingInterval: { milliseconds: 50 } },
            providers: { urumiStores: { defaultSystem: 'shops' } },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      createServiceFactory({
        service: urumiStoresServiceRef,
        deps: {},
        factory: () => stores.asService(),
      }),
    ],
  });
  backends.push(backend);
  const { catalog } = observed;
  if (!catalog) {
    throw new Error('The catalog is not there');
  }
  return {
    knex,
    changed: (storeId: string) =>
      events.publish({
        topic: STORES_EVENT_TOPIC,
        eventPayload: { version: 1, store_id: storeId, change: 'updated' },
      }),
    sync: () => scheduler.triggerTask(FULL_SYNC),
    entity: (storeId: string) =>
      catalog.getEntityByRef(`resource:default/store-${storeId}`, {
        credentials,
      }),
    unregister: (uid: string) =>
      catalog.removeEntityByUid(uid, { credentials }),
  };
}

describe.each(databases.eachSupportedId())(
  'stores in a real catalog on %s',
  databaseId => {
    afterEach(async () => {
      for (const backend of backends.splice(0)) {
        await backend.stop();
      }
    });

    it('are there with their relations, follow their events, and leave', async () => {
      const stores = new FakeStores();
      stores.put(aStore({ id: 'a' }));
      const { changed, entity } = await startCatalog({ databaseId, stores });
      const first = await eventually(async () => {
        const found = await entity('a');
        expect(found?.relations).toEqual(
          expect.arrayContaining([
            { type: 'ownedBy', targetRef: 'group:default/storefront' },
            { type: 'partOf', targetRef: 'system:default/shops' },
          ]),
        );
        return found;
      });

      stores.put(aStore({ id: 'a', display_name: 'Renamed' }));
      stores.put(aStore({ id: 'b', owner: 'group:default/marketing' }));
      await Promise.all([changed('a'), changed('b')]);
      await eventually(async () => {
        expect((await entity('a'))?.metadata).toMatchObject({
          title: 'Renamed',
          uid: first?.metadata.uid,
        });
        expect((await entity('b'))?.relations).toContainEqual({
          type: 'ownedBy',
          targetRef: 'group:default/marketing',
        });
      });

      stores.put(aStore({ id: 'a', status: 'DELETED' }));
      await changed('a');
      await eventually(async () => expect(await entity('a')).toBeUndefined());
      expect(await entity('b')).toBeDefined();
    });

    it('come back when they were unregistered by hand', async () => {
      const stores = new FakeStores();
      stores.put(aStore({ id: 'a' }));
      const { knex, changed, entity, sync, unregister } = await startCatalog({
        databaseId,
        stores,
      });
      for (const heal of [sync, () => changed('a')]) {
        const uid = await eventually(async () => {
          const found = (await entity('a'))?.metadata.uid;
          if (!found) {
            throw new Error('The entity is not there');
          }
          return found;
        });
        // An entity is there a moment before the catalog is done with it. What is taken out in
        // that moment fails its stitch, and the catalog tries again after its stitch timeout, a
        // minute, only.
        await eventually(async () =>
          expect(await knex('stitch_queue').select('entity_ref')).toEqual([]),
        );
        await unregister(uid);
        expect(await entity('a')).toBeUndefined();
        await heal();
      }
      await eventually(async () => expect(await entity('a')).toBeDefined());
    });

    it('cost no write when nothing has changed, and few when one has', async () => {
      const stores = new FakeStores();
      const ids = Array.from({ length: 1_000 }, (_, index) => `s${index}`);
      stores.put(...ids.map(id => aStore({ id })));
      const { knex, changed, sync } = await startCatalog({
        databaseId,
        stores,
        processing: false,
      });
      const count = async () => {
        const [row] = await knex('refresh_state').count({ count: '*' });
        return Number(row.count);
      };
      await eventually(async () => expect(await count()).toBe(1_000));

      const writes: string[] = [];
      let statements = 0;
      knex.on('query', ({ sql }: { sql: string }) => {
        statements += 1;
        if (/^\s*(insert|update|delete)\b/i.test(sql)) {
          writes.push(sql);
        }
      });
      await sync();
      expect(writes).toEqual([]);
      expect(statements).toBeLessThan(10);

      await changed('s0');
      await sync();
      expect(writes).toEqual([]);

      stores.put(aStore({ id: 's1', display_name: 'Renamed' }));
      await changed('s1');
      await eventually(async () => {
        const [row] = await knex('refresh_state').where({
          entity_ref: 'resource:default/store-s1',
        });
        expect(row.unprocessed_entity).toContain('Renamed');
      });
      expect(writes.length).toBeLessThan(10);

      writes.length = 0;
      stores.put(aStore({ id: 's2', status: 'DELETED' }));
      await changed('s2');
      await eventually(async () => expect(await count()).toBe(999));
      expect(writes.length).toBeLessThan(10);
    });
  },
);
