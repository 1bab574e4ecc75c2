import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { writeReferences } from './storeReferences';
import { waitForStore } from './waitForStore';
import { waitForStoreExamples } from './waitForStoreExamples';

/**
 * Action `urumi:store:wait`: waits until a store is READY or DELETED, with the store's events as
 * the log of the step. Fails with the cause when the store fails.
 */
export function createWaitForStoreAction(options: {
  stores: UrumiStoresService;
}) {
  const { stores } = options;
  return createTemplateAction({
    id: 'urumi:store:wait',
    description: 'Waits until an online store is ready, or deleted.',
    examples: waitForStoreExamples,
    supportsDryRun: true,
    schema: {
      input: {
        storeId: z => z.string({ description: 'Id of the store' }),
        until: z =>
          z
            .enum(['READY', 'DELETED'])
            .default('READY')
            .describe('The status that is waited for'),
        timeoutMinutes: z =>
          z
            .number({ description: 'Minutes after which the step fails' })
            .positive()
            .default(30),
      },
      output: {
        storeId: z => z.string({ description: 'Id of the store' }),
        entityRef: z =>
          z.string({ description: "Ref of the store's catalog entity" }),
        storePageUrl: z =>
          z.string({ description: "Path of the store's page in the app" }),
        status: z => z.enum(['READY', 'DELETED']),
        url: z => z.string({ description: 'Address of the shop' }).optional(),
      },
    },
    async handler(ctx) {
      const { storeId, until = 'READY', timeoutMinutes = 30 } = ctx.input;
      writeReferences(ctx, storeId);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would wait at most ${timeoutMinutes} min until store ${storeId} is ${until}`,
        );
        ctx.output('status', until);
        return;
      }
      const { url } = await waitForStore({
        stores,
        credentials: await ctx.getInitiatorCredentials(),
        storeId,
        until,
        timeoutMs: timeoutMinutes * 60_000,
        logger: ctx.logger,
        signal: ctx.signal,
      });
      ctx.output('status', until);
      if (url !== undefined) {
        ctx.output('url', url);
      }
    },
  });
}
