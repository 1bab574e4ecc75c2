import { JsonObject } from '@backstage/types';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { UpgradeStoreRequest } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  UrumiStoresServiceOptions,
  UrumiStoresService,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { apiFailure, isNotFound } from './apiErrors';
import { isJsonObject } from './isJsonObject';
import { stepIteration } from './stepIteration';
import { writeReferences } from './storeReferences';
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
        entityRef: z =>
          z.string({ description: "Ref of the store's catalog entity" }),
        storePageUrl: z =>
          z.string({ description: "Path of the store's page in the app" }),
        url: z => z.string({ description: 'Address of the shop' }).optional(),
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
      const callOptions = {
        credentials,
        ...(ctx.signal && { signal: ctx.signal }),
      };
      writeReferences(ctx, storeId);
      if (ctx.isDryRun) {
        ctx.logger.info(
          await tryUpgrade(stores, storeId, request, callOptions),
        );
        return;
      }
      const jobId = await ctx.checkpoint({
        key: `upgrade${stepIteration(ctx)}`,
        fn: () => startUpgrade(stores, storeId, request, callOptions),
      });
      ctx.logger.info(`Store ${storeId} is being upgraded`);
      const { url } = await waitForUpgrade({
        stores,
        credentials,
        storeId,
        jobId,
        timeoutMs: timeoutMinutes * 60_000,
        logger: ctx.logger,
        signal: ctx.signal,
      });
      ctx.logger.info(`Store ${storeId} is upgraded`);
      if (url !== null) {
        ctx.output('url', url);
      }
    },
  });
}

/** Says what would be asked for, of which store. */
async function tryUpgrade(
  stores: UrumiStoresService,
  storeId: string,
  request: UpgradeStoreRequest,
  options: UrumiStoresServiceOptions,
): Promise<string> {
  const change = JSON.stringify(request);
  const store = await stores
    .getStore(storeId, options)
    .catch((error: unknown) => {
      if (isNotFound(error)) {
        return undefined;
      }
      throw apiFailure(`Store ${storeId} cannot be read`, error);
    });
  if (!store) {
    // An earlier step that makes the store has made up its id.
    return `Would upgrade store ${storeId}, which is not there yet: ${change}`;
  }
  if (store.status !== 'READY') {
    throw new Error(
      `Store ${storeId} is ${store.status}; only a READY store can be upgraded`,
    );
  }
  return `Would upgrade store ${storeId} (${
    store.display_name ?? store.hostname
  }) of plan ${store.plan} and chart ${store.chart_version}: ${change}`;
}

/** @returns the id of the job. */
async function startUpgrade(
  stores: UrumiStoresService,
  storeId: string,
  request: UpgradeStoreRequest,
  options: UrumiStoresServiceOptions,
): Promise<string> {
  try {
    const operation = await stores.upgradeStore(storeId, request, options);
    return operation.queued_job_id;
  } catch (error) {
    throw apiFailure(`Store ${storeId} could not be upgraded`, error);
  }
}
