import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';

/**
 * Lets the catalog process at its start what a process had taken and not ended when it was killed.
 * By itself it would come back to that only after `catalog.processingInterval`, half an hour here,
 * and until then show what was before, or nothing: nobody could sign in whose user it had not read.
 *
 * @remarks
 * An entity is taken by moving its next processing away by that interval. The catalog's tables
 * do not tell what was taken, but what has not been shown since it was last given to the catalog.
 * That is also what was given and changed nothing; to process it once more is of no consequence.
 */
export const refreshUnfinishedEntities = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'urumi-refresh-unfinished-entities',
  register(env) {
    env.registerInit({
      deps: {
        database: coreServices.database,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
      },
      async init({ database, lifecycle, logger }) {
        // The tables are there once the catalog has started.
        lifecycle.addStartupHook(async () => {
          const knex = await database.getClient();
          const shown = knex('final_entities').whereRaw(
            'final_entities.entity_id = refresh_state.entity_id AND final_entities.last_updated_at > refresh_state.last_discovery_at',
          );
          const unfinished = await knex('refresh_state')
            .where('next_update_at', '>', knex.fn.now())
            .whereNotExists(shown)
            .update({ next_update_at: knex.fn.now() });
          if (unfinished > 0) {
            logger.info(
              `Entities that are processed again, as a process may have been killed while it had them: ${unfinished}`,
            );
          }
        });
      },
    });
  },
});
