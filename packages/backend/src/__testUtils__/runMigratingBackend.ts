import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { startInTurn } from '../startInTurn';

/** Where knex keeps that migrations of the plugin `test` are under way. */
const LOCK = 'test_knex_migrations_lock';

// A process of its own, with a plugin that is bringing its tables up to date until it is killed.
const backend = createBackend();
backend.add(startInTurn);
backend.add(
  createBackendPlugin({
    pluginId: 'test',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          const knex = await database.getClient();
          await knex.schema.createTable(LOCK, columns => {
            columns.increments('index');
            columns.integer('is_locked');
          });
          await knex(LOCK).insert({ is_locked: 1 });
          process.send?.('migrating');
          await new Promise(() => {});
        },
      });
    },
  }),
);
backend.start();
