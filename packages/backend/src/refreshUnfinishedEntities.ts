import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

interface Unfinished {
  entity_id: string;
  entity_ref: string;
  is_processed: unknown;
}

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
 * catalog. Much of it changed nothing that is shown, as the entities of a file that was read again, or is
 * being worked on: it is processed once more, which costs as much as that. Not found is what was shown anew
 * for another reason meanwhile, and what was only to be read again: that waits for its time.
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
          const unfinished: Unfinished[] = await knex('refresh_state')
            .whereNotExists(shown)
            .orderBy('entity_ref')
            .select(
              'entity_id',
              'entity_ref',
              knex.raw('processed_entity IS NOT NULL AS is_processed'),
            );
          for (let start = 0; start < unfinished.length; start += CHUNK) {
            await refresh(knex, unfinished.slice(start, start + CHUNK));
          }
          logger.debug(
            `Entities that are processed and shown again: ${unfinished.length}`,
          );
        });
      },
    });
  },
});

/**
 * Processing asks to show only what it finds changed, so what it had found before is asked for here, and before the
 * processing, so that what is left of it by another kill is found again.
 */
async function refresh(knex: Knex, entities: readonly Unfinished[]) {
  const ids = entities.map(({ entity_id }) => entity_id);
  // Those at the other end of a relation show it, too.
  const related = await knex('relations')
    .whereIn('originating_entity_id', ids)
    .distinct()
    .pluck<string[]>('source_entity_ref');
  const processed = entities.filter(({ is_processed }) => is_processed);
  const toShow = new Set([
    ...processed.map(({ entity_ref }) => entity_ref),
    ...related,
  ]);
  if (toShow.size > 0) {
    await knex('stitch_queue')
      .insert(
        [...toShow].sort().map(entity_ref => ({
          entity_ref,
          stitch_ticket: randomUUID(),
          next_stitch_at: knex.fn.now(),
        })),
      )
      .onConflict('entity_ref')
      .merge(['stitch_ticket', 'next_stitch_at']);
  }
  await knex('refresh_state')
    .whereIn('entity_id', ids)
    .where('next_update_at', '>', knex.fn.now())
    .update({ next_update_at: knex.fn.now() });
}
