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
import { JsonObject } from '@backstage/types';
import knexFactory, { Knex } from 'knex';
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInTurn } from './startInTurn';

jest.setTimeout(120_000);

const LOCK = 'test_knex_migrations_lock';
const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const opened: Knex[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(knex => knex.destroy()));
});

/** @returns what `backend.database` says, and the database of the plugin `test` by it. */
async function prepareDatabase(kind: 'PostgreSQL' | 'SQLite') {
  if (kind === 'SQLite') {
    directory.setContent({ folder: {} });
    const path = directory.resolve('folder');
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(path, 'test.sqlite') },
      useNullAsDefault: true,
    });
    opened.push(knex);
    const connection = { directory: path };
    return { config: { client: 'better-sqlite3', connection }, knex };
  }
  const knex = await databases.init('POSTGRES_18');
  const { connection } = knex.client.config;
  return {
    config: {
      client: 'pg',
      pluginDivisionMode: 'schema',
      // Knex hides the password from whoever copies the settings.
      connection: { ...connection, password: connection.password },
    },
    knex,
  };
}

async function prepare(kind: 'PostgreSQL' | 'SQLite') {
  const { config, knex } = await prepareDatabase(kind);
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
  return { config, knex, start };
}

/** A backend in a process of its own, which is bringing its tables up to date by now. */
async function startMigrating(database: JsonObject) {
  const config = {
    backend: {
      baseUrl: 'http://127.0.0.1:0',
      listen: { host: '127.0.0.1', port: 0 },
      database,
    },
  };
  directory.addContent({ 'config.json': JSON.stringify(config) });
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fork(
    join(__dirname, '../__testUtils__/runMigratingBackend.ts'),
    ['--config', directory.resolve('config.json')],
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  // Backstage's own code may have something to say, too.
  for await (const [message] of on(child, 'message')) {
    if (message === 'migrating') {
      break;
    }
  }
  return child;
}

const kinds = ['SQLite', 'PostgreSQL'] as const;
const isThere = {
  SQLite: true,
  PostgreSQL: databases.supports('POSTGRES_18'),
};

describe.each(kinds.filter(kind => isThere[kind]))(
  'backends on one %s',
  kind => {
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

    it('wait for one that migrates, and free what it leaves locked when it is killed', async () => {
      const { config, knex, start } = await prepare(kind);
      const migrating = await startMigrating(config);
      const found: unknown[] = [];
      const waiting = start(async () => {
        const table =
          kind === 'PostgreSQL' ? knex(LOCK).withSchema('test') : knex(LOCK);
        found.push(...(await table.select('is_locked')));
      });
      await sleep(1_500);
      expect(found).toEqual([]);
      migrating.kill('SIGKILL');
      const backend = await waiting;
      await backend.stop();
      expect(found).toEqual([{ is_locked: 0 }]);
    });
  },
);

describe('backends on one folder of SQLite databases', () => {
  it('start beside files that are no databases of a plugin', async () => {
    const { start } = await prepare('SQLite');
    directory.setContent({
      folder: {
        'broken.sqlite':
          'It was to be a database, and was not copied to its end.',
        'folder.sqlite': {},
      },
    });
    const backend = await start(async () => {});
    await expect(backend.stop()).resolves.toBeUndefined();
  });
});

if (isThere.PostgreSQL) {
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
}
