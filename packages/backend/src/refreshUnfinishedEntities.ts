import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';

/** As many as the catalog itself marks by one statement. */
const CHUNK = 100;

/**
 * Lets the catalog end at its start what a process was about to show when it was killed. By itself
 * it would come back to that after `catalog.processingInterval`, half an hour and more here, or not at
 * all, and until then show what was before, or nothing: nobody could sign in whose user it had not
 * read.
 *
 * @remarks
 * The catalog gives its work to a process by moving the next processing away by that interval, and does
 * not keep who has it. What is found is all that has not been shown anew since it was last given to the
 * catalog. Some of it changed nothing that is shown, or is being worked on: it is processed once more,
 * which is of no consequence. What was only to be read again, and had been shown, waits for its time.
 *
 * These are the catalog's own tables, of `@backstage/plugin-catalog-backend` 4.0.
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
          const unfinished: { entity_ref: string; is_processed: unknown }[] =
            await knex('refresh_state')
              .where('next_update_at', '>', knex.fn.now())
              .whereNotExists(shown)
              .orderBy('entity_ref')
              .select(
                'entity_ref',
                knex.raw('processed_entity IS NOT NULL AS is_processed'),
              );
          for (let start = 0; start < unfinished.length; start += CHUNK) {
            const chunk = unfinished.slice(start, start + CHUNK);
            await knex('refresh_state')
              .whereIn(
                'entity_ref',
                chunk.map(({ entity_ref }) => entity_ref),
              )
              .update({ next_update_at: knex.fn.now() });
            // Processing asks to show only what it finds changed, so what it had found before is asked for here.
            const processed = chunk.filter(({ is_processed }) => is_processed);
            if (processed.length > 0) {
              await knex('stitch_queue')
                .insert(
                  processed.map(({ entity_ref }) => ({
                    entity_ref,
                    stitch_ticket: randomUUID(),
                    next_stitch_at: knex.fn.now(),
                  })),
                )
                .onConflict('entity_ref')
                .ignore();
            }
          }
          logger.debug(
            `Entities that are processed and shown again: ${unfinished.length}`,
          );
        });
      },
    });
  },
});
