import { ActionOptions } from './actionsRegistry';
import { FOLLOW_UP, operationSchema } from './operation';
import { storeIdSchema } from './storeSummary';
import { withActionErrors } from './withActionErrors';

/** `retry-store` */
export function registerRetryStoreAction(options: ActionOptions): void {
  const { registry, stores, logger } = options;
  registry.register({
    name: 'retry-store',
    title: 'Retry a failed online store',
    description: `Runs again what failed of a FAILED online store, be it its making or its deletion. Read get-store first: \`failure.next_action\` says whether something else has to be done before. ${FOLLOW_UP}`,
    // A deletion that failed is deleted again.
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z => z.object({ store_id: storeIdSchema(z) }).strict(),
      output: operationSchema,
    },
    action: async ({ credentials, input }) =>
      withActionErrors({ name: 'retry-store', logger }, async () => ({
        output: await stores.retryStore({
          credentials,
          storeId: input.store_id,
        }),
      })),
  });
}
