import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInTurn } from './startInTurn';

jest.setTimeout(120_000);

describe('backends on one PostgreSQL', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

  async function prepare() {
    const knex = await databases.init('POSTGRES_18');
    const { connection } = knex.client.config;
    const start = (init: () => Promise<void>) =>
      startTestBackend({
        features: [
          startInTurn,
          mockServices.rootConfig.factory({
            data: {
              backend: {
                database: {
                  client: 'pg',
                  pluginDivisionMode: 'schema',
                  connection,
                },
              },
            },
          }),
          createBackendPlugin({
            pluginId: 'test',
            register: env =>
              env.registerInit({ deps: { _: coreServices.logger }, init }),
          }),
        ],
      });
    return { knex, start };
  }

  it('start one after the other', async () => {
    const { start } = await prepare();
    const told: string[] = [];
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map(name =>
        start(async () => {
          told.push(`${name} starts`);
          await sleep(300);
          told.push(`${name} is there`);
        }),
      ),
    );
    const backends = outcomes.map(outcome =>
      outcome.status === 'fulfilled' ? outcome.value : undefined,
    );
    await Promise.all(backends.map(backend => backend?.stop()));
    expect(backends).not.toContain(undefined);
    expect(told).toHaveLength(6);
    for (let index = 0; index < told.length; index += 2) {
      const [name] = told[index].split(' ');
      expect(told.slice(index, index + 2)).toEqual([
        `${name} starts`,
        `${name} is there`,
      ]);
    }
  });

  it('wait so that the one before them can build an index beside its readers', async () => {
    const { knex, start } = await prepare();
    await knex.schema.createTable('things', columns => {
      columns.integer('size');
    });
    let build = async () => {};
    const isFirst = new Promise<void>(resolve => {
      build = async () => {
        resolve();
        // By now the other one waits for its turn.
        await sleep(1_500);
        await knex.raw('CREATE INDEX CONCURRENTLY by_size ON things (size)');
      };
    });
    const first = start(() => build());
    await isFirst;
    const backends = await Promise.all([first, start(async () => {})]);
    expect(backends).toHaveLength(2);
    await Promise.all(backends.map(backend => backend.stop()));
    const { rows } = await knex.raw(
      `SELECT indexname FROM pg_indexes WHERE tablename = 'things'`,
    );
    expect(rows).toEqual([{ indexname: 'by_size' }]);
  });

  it('free what was left locked by one that was killed while it migrated', async () => {
    const { knex, start } = await prepare();
    const table = 'test_knex_migrations_lock';
    await knex.schema.createTable(table, columns => {
      columns.increments('index');
      columns.integer('is_locked');
    });
    await knex(table).insert({ is_locked: 1 });
    const found: unknown[] = [];
    const backend = await start(async () => {
      found.push(...(await knex(table).select('is_locked')));
    });
    await backend.stop();
    expect(found).toEqual([{ is_locked: 0 }]);
  });
});
