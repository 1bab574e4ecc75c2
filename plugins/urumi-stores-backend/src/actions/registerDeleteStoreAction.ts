import { ActionOptions } from './actionsRegistry';
import { FOLLOW_UP, operationSchema } from './operation';
import { storeIdSchema } from './storeSummary';
import { withActionErrors } from './withActionErrors';

/** `delete-store` */
export function registerDeleteStoreAction(options: ActionOptions): void {
  const { registry, stores, logger } = options;
  registry.register({
    name: 'delete-store',
    title: 'Delete an online store',
    description: `Deletes an online store with its products, orders, customers and volumes. Nothing brings them back: name the store to the person you work for and have them say yes first. A deletion that is under way is answered with its job. ${FOLLOW_UP} In the end the status is DELETED.`,
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z => z.object({ store_id: storeIdSchema(z) }).strict(),
      output: operationSchema,
    },
    action: async ({ credentials, input }) =>
      withActionErrors({ name: 'delete-store', logger }, async () => ({
        output: await stores.deleteStore({
          credentials,
          storeId: input.store_id,
        }),
      })),
  });
}
