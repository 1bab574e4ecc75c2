import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { takePostgresTurn } from './takePostgresTurn';
import { takeSqliteTurn } from './takeSqliteTurn';

/**
 * Lets backends on one database start one after the other, so that no two bring the tables of a
 * plugin up to date at once: of two, the second would fail. It also frees what a backend left locked
 * that was killed in the middle of that, which would stop every later start.
 */
export const startInTurn = createServiceFactory({
  service: createServiceRef<{}>({
    id: 'urumi.start-in-turn',
    scope: 'root',
  }),
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  // Made before any plugin is.
  initialization: 'always',
  async factory({ config, lifecycle, logger }) {
    const database = config.getOptionalConfig('backend.database');
    const takeTurn =
      database?.getOptionalString('client') === 'pg'
        ? takePostgresTurn
        : takeSqliteTurn;
    const endTurn = database && (await takeTurn(database, logger));
    if (endTurn) {
      lifecycle.addStartupHook(endTurn);
    }
    return {};
  },
});
