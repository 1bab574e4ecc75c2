import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { deleteStoreExamples } from './deleteStoreExamples';
import { apiFailure, isNotFound } from './apiErrors';
import { stepIteration } from './stepIteration';
import { writeReferences } from './storeReferences';

/**
 * Action `urumi:store:delete`: deletes a store with its data, on behalf of whoever runs the
 * template. A store that is gone already is a success.
 */
export function createDeleteStoreAction(options: {
  stores: UrumiStoresService;
}) {
  const { stores } = options;
  return createTemplateAction({
    id: 'urumi:store:delete',
    description:
      'Deletes an online store with all its data. Use urumi:store:wait to await it.',
    examples: deleteStoreExamples,
    supportsDryRun: true,
    schema: {
      input: {
        storeId: z => z.string({ description: 'Id of the store' }),
      },
      output: {
        storeId: z => z.string({ description: 'Id of the store' }),
        entityRef: z =>
          z.string({ description: "Ref of the store's catalog entity" }),
        storePageUrl: z =>
          z.string({ description: "Path of the store's page in the app" }),
      },
    },
    async handler(ctx) {
      const { storeId } = ctx.input;
      const callOptions = {
        credentials: await ctx.getInitiatorCredentials(),
        ...(ctx.signal && { signal: ctx.signal }),
      };
      writeReferences(ctx, storeId);
      try {
        const store = await stores.getStore(storeId, callOptions);
        if (store.status === 'DELETED') {
          ctx.logger.info(`Store ${storeId} is deleted already`);
        } else if (ctx.isDryRun) {
          ctx.logger.info(
            `Would delete the ${store.status} store ${storeId} (${
              store.display_name ?? store.hostname
            }) of ${store.owner} with all its data`,
          );
        } else {
          await ctx.checkpoint({
            key: `delete${stepIteration(ctx)}`,
            fn: async () =>
              (
                await stores.deleteStore(storeId, callOptions)
              ).queued_job_id,
          });
          ctx.logger.info(`Store ${storeId} is being deleted`);
        }
      } catch (error) {
        if (!isNotFound(error)) {
          throw apiFailure(`Store ${storeId} could not be deleted`, error);
        }
        ctx.logger.info(`There is no store ${storeId}: nothing to delete`);
      }
    },
  });
}
