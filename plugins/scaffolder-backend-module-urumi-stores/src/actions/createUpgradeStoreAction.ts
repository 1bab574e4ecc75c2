import { JsonObject } from '@backstage/types';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { UpgradeStoreRequest } from '@urumi/backstage-plugin-urumi-stores-common';
import { UrumiStoresService } from '@urumi/backstage-plugin-urumi-stores-node';
import { apiFailure } from './apiErrors';
import { isJsonObject } from './isJsonObject';
import { storePagePath } from './storeReferences';
import { upgradeStoreExamples } from './upgradeStoreExamples';
import { waitForUpgrade } from './waitForUpgrade';

/**
 * Action `urumi:store:upgrade`: changes size, settings or version of a READY store on behalf of whoever
 * runs the template, and waits until that is done. What is left out stays as it is.
 *
 * @remarks
 * When a task is recovered after a crash, the step goes on to wait for the job that it had started.
 */
export function createUpgradeStoreAction(options: {
  stores: UrumiStoresService;
}) {
  const { stores } = options;
  return createTemplateAction({
    id: 'urumi:store:upgrade',
    description:
      'Changes plan, parameters or version of an online store, and waits until it is done.',
    examples: upgradeStoreExamples,
    supportsDryRun: true,
    schema: {
      input: {
        storeId: z => z.string({ description: 'Id of the store' }),
        plan: z => z.string({ description: 'Size of the store' }).optional(),
        parameters: z =>
          z
            .custom<JsonObject>(isJsonObject, 'must be an object')
            .describe('Merged into the parameters of the store, key by key')
            .optional(),
        chartVersion: z =>
          z
            .string({
              description:
                'Version of the chart, and with it of the shop software',
            })
            .optional(),
        rollBackOnFailure: z =>
          z
            .boolean({
              description:
                'Whether a failed upgrade is rolled back by itself; default: as the platform is set',
            })
            .optional(),
        timeoutMinutes: z =>
          z
            .number({ description: 'Minutes after which the step fails' })
            .positive()
            .default(30),
      },
      output: {
        storeId: z => z.string({ description: 'Id of the store' }),
        storePageUrl: z =>
          z.string({ description: "Path of the store's page in the app" }),
      },
    },
    async handler(ctx) {
      const { storeId, plan, parameters, chartVersion } = ctx.input;
      const { rollBackOnFailure, timeoutMinutes = 30 } = ctx.input;
      const request: UpgradeStoreRequest = {
        ...(plan !== undefined && { plan }),
        ...(parameters !== undefined && { parameters }),
        ...(chartVersion !== undefined && { chart_version: chartVersion }),
        ...(rollBackOnFailure !== undefined && {
          roll_back_on_failure: rollBackOnFailure,
        }),
      };
      const credentials = await ctx.getInitiatorCredentials();
      ctx.output('storeId', storeId);
      ctx.output('storePageUrl', storePagePath(storeId));
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would upgrade store ${storeId}: ${JSON.stringify(request)}`,
        );
        return;
      }
      const iteration =
        ctx.each === undefined ? '' : `.${String(ctx.each.key)}`;
      const jobId = await ctx.checkpoint({
        key: `upgrade${iteration}`,
        fn: async () => {
          try {
            const operation = await stores.upgradeStore(storeId, request, {
              credentials,
            });
            return operation.queued_job_id;
          } catch (error) {
            throw apiFailure(`Store ${storeId} could not be upgraded`, error);
          }
        },
      });
      ctx.logger.info(`Store ${storeId} is being upgraded`);
      await waitForUpgrade({
        stores,
        credentials,
        storeId,
        jobId,
        timeoutMs: timeoutMinutes * 60_000,
        logger: ctx.logger,
        signal: ctx.signal,
      });
      ctx.logger.info(`Store ${storeId} is upgraded`);
    },
  });
}
