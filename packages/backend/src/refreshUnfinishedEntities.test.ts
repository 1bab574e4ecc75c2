import {
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { refreshUnfinishedEntities } from './refreshUnfinishedEntities';

jest.setTimeout(120_000);

type Knex = Awaited<ReturnType<typeof databases.init>>;

const REF = 'group:default/shops';
const credentials = mockCredentials.service();
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = createMockDirectory();
const file = directory.resolve('org.yaml');

/** The file that the catalog reads, with one team of that title. */
function writeTeam(title: string) {
  directory.setContent({
    'org.yaml': JSON.stringify({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'shops', title },
      spec: { type: 'team', children: [] },
    }),
  });
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error('It did not happen within 20 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/**
 * A catalog that reads each entity once an hour.
 *
 * @param options - `diesWith`: the entity that it takes for processing and never ends, as a
 * process that is killed meanwhile.
 */
async function startCatalog(
  knex: Knex,
  options: { diesWith?: (entity: Entity) => boolean } = {},
) {
  const { diesWith = () => false } = options;
  const observed: { catalog?: CatalogService } = {};
  let taken = 0;
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      refreshUnfinishedEntities,
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'killer',
        register(env) {
          env.registerInit({
            deps: { catalog: catalogProcessingExtensionPoint },
            async init({ catalog }) {
              catalog.addProcessor({
                getProcessorName: () => 'killer',
                async preProcessEntity(entity) {
                  if (diesWith(entity)) {
                    taken += 1;
                    await new Promise(() => {});
                  }
                  return entity;
                },
              });
            },
          });
        },
      }),
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
          catalog: {
            processingInterval: { hours: 1 },
            stitchingStrategy: { pollingInterval: { milliseconds: 50 } },
            rules: [{ allow: ['Group', 'Location'] }],
            locations: [{ type: 'file', target: file }],
          },
        },
      }),
    ],
  });
  const { catalog } = observed;
  if (!catalog) {
    throw new Error('The catalog is not there');
  }
  return {
    stop: () => backend.stop(),
    untilTaken: () => eventually(async () => taken || undefined),
    untilTitled: (title: string) =>
      eventually(async () => {
        const found = await catalog.getEntityByRef(REF, { credentials });
        return found?.metadata.title === title ? found : undefined;
      }),
    readFileAgain: () => catalog.refreshEntity(REF, { credentials }),
  };
}

describe.each(databases.eachSupportedId())(
  'after a catalog on %s that was killed',
  (databaseId: TestDatabaseId) => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      writeTeam('first');
    });

    it.each([
      ['a file', 'Location'],
      ['an entity of a file', 'Group'],
    ])('%s that was never read is read', async (_, kind) => {
      const killed = await startCatalog(knex, {
        diesWith: entity => entity.kind === kind,
      });
      await killed.untilTaken();
      await killed.stop();
      const next = await startCatalog(knex);
      expect(await next.untilTitled('first')).toMatchObject({ kind: 'Group' });
      await next.stop();
    });

    it('an entity whose change was not processed yet changes', async () => {
      const killed = await startCatalog(knex, {
        diesWith: ({ metadata }) => metadata.title === 'second',
      });
      await killed.untilTitled('first');
      writeTeam('second');
      await killed.readFileAgain();
      await killed.untilTaken();
      await killed.stop();
      const next = await startCatalog(knex);
      expect(await next.untilTitled('second')).toMatchObject({ kind: 'Group' });
      await next.stop();
    });

    it('an entity that was processed and not shown yet is shown', async () => {
      const killed = await startCatalog(knex);
      await killed.untilTitled('first');
      await killed.stop();
      const ref = { entity_ref: REF };
      await knex('final_entities').where(ref).delete();
      await knex('stitch_queue').where(ref).delete();
      const next = await startCatalog(knex);
      expect(await next.untilTitled('first')).toMatchObject({ kind: 'Group' });
      await next.stop();
    });
  },
);

// SQLite has whole seconds: there an entity that was shown in the second in which it was given is not known to be.
const postgres = 'POSTGRES_18';
if (databases.supports(postgres)) {
  describe('after a catalog that had ended all', () => {
    it('leaves alone what is shown', async () => {
      writeTeam('first');
      const knex = await databases.init(postgres);
      const before = await startCatalog(knex);
      await before.untilTitled('first');
      await before.stop();
      const nextUpdate = () =>
        knex('refresh_state')
          .where({ entity_ref: REF })
          .pluck('next_update_at');
      const planned = await nextUpdate();
      const next = await startCatalog(knex);
      expect(await nextUpdate()).toEqual(planned);
      await next.stop();
    });
  });
}
