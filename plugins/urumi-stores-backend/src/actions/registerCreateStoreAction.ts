import { ActionOptions } from './actionsRegistry';
import { FOLLOW_UP, operationSchema } from './operation';
import { withActionErrors } from './withActionErrors';

/** `create-store` */
export function registerCreateStoreAction(options: ActionOptions): void {
  const { registry, stores, logger } = options;
  registry.register({
    name: 'create-store',
    title: 'Create an online store',
    description: `Creates an online store in a Kubernetes namespace of its own. All but \`request_id\` may be left out. ${FOLLOW_UP} The same \`request_id\` with the same input gives the same store for a day, so repeat it when an answer got lost, and take a new one for another store. What is wrong with the input, and what would be right, stands in the error; a limit that is reached is named there, too.`,
    attributes: { readOnly: false, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z
          .object({
            request_id: z
              .string()
              .min(1)
              .max(128)
              .describe('Any text that names this one wish, such as a UUID'),
            display_name: z
              .string()
              .optional()
              .describe('Name for people, at most 120 characters'),
            engine: z
              .string()
              .optional()
              .describe('Kind of store: woocommerce (default) or medusa'),
            plan: z
              .string()
              .optional()
              .describe("Size; default: the engine's first plan"),
            owner: z
              .string()
              .optional()
              .describe(
                "Entity ref of the owning group or user; default: the caller's team",
              ),
            cluster: z
              .string()
              .optional()
              .describe('Default: the one with the most room'),
            hostname: z
              .string()
              .optional()
              .describe('Host name of the shop; default: one of the platform'),
            parameters: z
              .record(z.unknown())
              .optional()
              .describe(
                'Settings of the engine, such as currency (EUR) and country (DE)',
              ),
          })
          .strict(),
      output: operationSchema,
    },
    examples: [
      {
        title: 'A shop for a team',
        input: {
          request_id: '7c4f8a52-spring-sale',
          display_name: 'Spring sale',
          owner: 'group:default/storefront',
          parameters: { currency: 'EUR' },
        },
      },
    ],
    action: async ({ credentials, input }) =>
      withActionErrors({ name: 'create-store', logger }, async () => {
        const { request_id: idempotencyKey, ...body } = input;
        return {
          output: await stores.createStore({
            credentials,
            body,
            idempotencyKey,
          }),
        };
      }),
  });
}
