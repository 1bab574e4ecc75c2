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

/** The file that the catalog reads, with one team of that title and its members. */
function writeTeam(title: string, members: string[] = []) {
  const entities = [
    {
      kind: 'Group',
      metadata: { name: 'shops', title },
      spec: { type: 'team', children: [] },
    },
    ...members.map(name => ({
      kind: 'User',
      metadata: { name },
      spec: { memberOf: ['shops'] },
    })),
  ];
  directory.setContent({
    'org.yaml': entities
      .map(entity =>
        JSON.stringify({ apiVersion: 'backstage.io/v1alpha1', ...entity }),
      )
      .join('\n---\n'),
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
            rules: [{ allow: ['Group', 'Location', 'User'] }],
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
  const until = (isSo: (team: Entity) => boolean | undefined) =>
    eventually(async () => {
      const team = await catalog.getEntityByRef(REF, { credentials });
      return team && isSo(team) ? team : undefined;
    });
  return {
    stop: () => backend.stop(),
    untilTaken: () => eventually(async () => taken || undefined),
    until,
    untilTitled: (title: string) =>
      until(team => team.metadata.title === title),
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

    it.each<[string, (row: { entity_ref: string }) => Promise<unknown>]>([
      ['was not to be shown yet', async () => {}],
      [
        // As after a night in which nothing ran, or by a kill of what is tested here.
        'is due and was not to be shown yet',
        row =>
          knex('refresh_state')
            .where(row)
            .update({ next_update_at: knex.fn.now() }),
      ],
      [
        'was about to be shown',
        row =>
          knex('stitch_queue').insert({
            ...row,
            stitch_ticket: 'of the killed one',
            next_stitch_at: new Date(Date.now() + 3_600_000),
          }),
      ],
    ])('an entity that was processed and %s is shown', async (_, leave) => {
      const killed = await startCatalog(knex);
      await killed.untilTitled('first');
      await killed.stop();
      const row = { entity_ref: REF };
      await knex('final_entities').where(row).delete();
      await knex('stitch_queue').where(row).delete();
      await leave(row);
      const next = await startCatalog(knex);
      expect(await next.untilTitled('first')).toMatchObject({ kind: 'Group' });
      await next.stop();
    });

    it('an entity shows the relation that another one was about to give it', async () => {
      writeTeam('first', ['ada']);
      const killed = await startCatalog(knex);
      const hasAda = (team: Entity) =>
        team.relations?.some(
          ({ targetRef }) => targetRef === 'user:default/ada',
        );
      await killed.until(hasAda);
      await killed.stop();
      await knex('final_entities')
        .where({ entity_ref: 'user:default/ada' })
        .delete();
      const row = { entity_ref: REF };
      const [{ final_entity: shown }] = await knex('final_entities').where(row);
      const before = { ...JSON.parse(shown), relations: [] };
      await knex('final_entities')
        .where(row)
        .update({ final_entity: JSON.stringify(before), hash: 'before' });
      const next = await startCatalog(knex);
      expect(await next.until(hasAda)).toMatchObject({ kind: 'Group' });
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
