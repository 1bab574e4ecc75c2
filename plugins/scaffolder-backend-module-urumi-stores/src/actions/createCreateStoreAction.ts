import { JsonObject } from '@backstage/types';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  CreateStoreRequest,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  UrumiStoresServiceOptions,
  UrumiStoresService,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { apiFailure } from './apiErrors';
import { createStoreExamples } from './createStoreExamples';
import { isJsonObject } from './isJsonObject';
import { stepIteration } from './stepIteration';
import { writeReferences } from './storeReferences';

/**
 * Action `urumi:store:create`: asks for a store on behalf of whoever runs the template.
 *
 * @remarks
 * It does not wait: the store is QUEUED when the action ends. When a task is recovered after a
 * crash, the step finds the store that it had made before.
 */
export function createCreateStoreAction(options: {
  stores: UrumiStoresService;
}) {
  const { stores } = options;
  return createTemplateAction({
    id: 'urumi:store:create',
    description: 'Creates an online store. Use urumi:store:wait to await it.',
    examples: createStoreExamples,
    supportsDryRun: true,
    schema: {
      input: {
        displayName: z =>
          z
            .string({
              description: 'Name of the store, at most 120 characters',
            })
            .optional(),
        engine: z =>
          z
            .string({
              description: 'Kind of store; default: woocommerce',
            })
            .optional(),
        plan: z =>
          z
            .string({
              description: "Size of the store; default: the engine's first",
            })
            .optional(),
        owner: z =>
          z
            .string({
              description:
                "Entity ref of the owning group; default: the caller's team",
            })
            .optional(),
        cluster: z =>
          z
            .string({
              description:
                'Name of the cluster; default: the one with the most room',
            })
            .optional(),
        clusterLabels: z =>
          z
            .record(z.string())
            .describe(
              'Labels that the cluster must have, in place of its name, such as region: eu',
            )
            .optional(),
        hostname: z =>
          z
            .string({
              description:
                'Host name of the shop; default: store-<id> in the domain of the cluster',
            })
            .optional(),
        parameters: z =>
          z
            .custom<JsonObject>(isJsonObject, 'must be an object')
            .describe("The engine's own parameters, such as currency")
            .optional(),
      },
      output: {
        storeId: z => z.string({ description: 'Id of the store' }),
        entityRef: z =>
          z.string({ description: "Ref of the store's catalog entity" }),
        storePageUrl: z =>
          z.string({ description: "Path of the store's page in the app" }),
        namespace: z =>
          z.string({ description: 'Kubernetes namespace of the store' }),
      },
    },
    async handler(ctx) {
      const { displayName, clusterLabels, ...rest } = ctx.input;
      const request = {
        ...rest,
        display_name: displayName,
        cluster_labels: clusterLabels,
      };
      const callOptions = {
        credentials: await ctx.getInitiatorCredentials(),
        ...(ctx.signal && { signal: ctx.signal }),
      };

      if (ctx.isDryRun) {
        const preview = await previewStore(stores, request, callOptions);
        describePreview(preview).forEach(line => ctx.logger.info(line));
        // Made up as the namespace is, so that later steps can be tried as well.
        const storeId = preview.namespace.replace(/^store-/, '');
        writeReferences(ctx, storeId);
        ctx.output('namespace', preview.namespace);
        return;
      }

      const iteration = stepIteration(ctx);
      const idempotencyKey = `scaffolder.${ctx.task.id}.${
        ctx.step?.id ?? ''
      }${iteration}`;
      const store = await ctx.checkpoint({
        key: `create${iteration}`,
        fn: () =>
          createStore(stores, request, { ...callOptions, idempotencyKey }),
      });
      ctx.logger.info(
        `Store ${store.storeId} is queued, in namespace ${store.namespace}`,
      );
      writeReferences(ctx, store.storeId);
      ctx.output('namespace', store.namespace);
    },
  });
}

async function previewStore(
  stores: UrumiStoresService,
  request: CreateStoreRequest,
  options: UrumiStoresServiceOptions,
) {
  try {
    return await stores.previewStore(request, options);
  } catch (error) {
    throw apiFailure('The store could not be planned', error);
  }
}

async function createStore(
  stores: UrumiStoresService,
  request: CreateStoreRequest,
  options: UrumiStoresServiceOptions & { idempotencyKey: string },
) {
  try {
    const operation = await stores.createStore(request, options);
    return { storeId: operation.store_id, namespace: operation.namespace };
  } catch (error) {
    throw apiFailure('The store could not be created', error);
  }
}

function describePreview(preview: StorePlanPreview): string[] {
  const { limits } = preview;
  return [
    `Would create a ${preview.engine} store of plan ${preview.plan} for ${preview.owner} on cluster ${preview.cluster}, at host ${preview.host}`,
    `Namespace ${preview.namespace} (the id is made up here), chart ${preview.chart.name} ${preview.chart.version}`,
    `Objects: ${list(preview.objects)}`,
    `Quota: ${list(preview.quota)}`,
    `Limits: ${limits.stores_per_owner.left} more stores for ${limits.owner}, ${limits.stores_total.left} in total`,
    ...preview.problems.map(problem => `Problem: ${problem.message}`),
  ];
}

function list(entries: Record<string, string | number>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
