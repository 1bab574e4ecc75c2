import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import knexFactory, { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInTurn } from './startInTurn';

jest.setTimeout(120_000);

const directory = createMockDirectory();
const postgres = TestDatabases.create({ ids: ['POSTGRES_18'] });
const opened: Knex[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(knex => knex.destroy()));
});

/** @returns what `backend.database` says, and a database that a plugin has by it. */
const prepareDatabase = {
  async PostgreSQL() {
    const knex = await postgres.init('POSTGRES_18');
    const { connection } = knex.client.config;
    return {
      config: { client: 'pg', pluginDivisionMode: 'schema', connection },
      knex,
    };
  },
  async SQLite() {
    directory.setContent({});
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: directory.resolve('test.sqlite') },
      useNullAsDefault: true,
    });
    opened.push(knex);
    return {
      config: {
        client: 'better-sqlite3',
        connection: { directory: directory.path },
      },
      knex,
    };
  },
};

async function prepare(kind: keyof typeof prepareDatabase) {
  const { config, knex } = await prepareDatabase[kind]();
  const start = (init: () => Promise<void>) =>
    startTestBackend({
      features: [
        startInTurn,
        mockServices.rootConfig.factory({
          data: { backend: { database: config } },
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

describe.each(['PostgreSQL', 'SQLite'] as const)('backends on one %s', kind => {
  it('start one after the other', async () => {
    const { start } = await prepare(kind);
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

  it('free what was left locked by one that was killed while it migrated', async () => {
    const { knex, start } = await prepare(kind);
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

describe('backends on one PostgreSQL', () => {
  it('wait so that the one before them can build an index beside its readers', async () => {
    const { knex, start } = await prepare('PostgreSQL');
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
});
