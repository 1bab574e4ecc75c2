import { ActionOptions } from './actionsRegistry';
import { FOLLOW_UP, operationSchema } from './operation';
import { storeIdSchema } from './storeSummary';
import { withActionErrors } from './withActionErrors';

/** `upgrade-store` */
export function registerUpgradeStoreAction(options: ActionOptions): void {
  const { registry, stores, logger } = options;
  registry.register({
    name: 'upgrade-store',
    title: 'Upgrade or change an online store',
    description: `Changes the version, the plan or the settings of a READY online store; all that is left out stays as it is, and at least one has to be given. The shop may be away for a minute. To ask for the same change twice changes nothing; another change takes the place of one that is under way. ${FOLLOW_UP}`,
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z
          .object({
            store_id: storeIdSchema(z),
            chart_version: z
              .string()
              .optional()
              .describe('Version of the chart, and with it of the software'),
            plan: z.string().optional().describe('Size'),
            parameters: z
              .record(z.unknown())
              .optional()
              .describe(
                'Settings to change, merged into those of the store; null takes one back to its default',
              ),
            roll_back_on_failure: z
              .boolean()
              .optional()
              .describe(
                'Whether a failed upgrade is rolled back by itself; default: as the platform is set',
              ),
          })
          .strict(),
      output: operationSchema,
    },
    action: async ({ credentials, input }) =>
      withActionErrors({ name: 'upgrade-store', logger }, async () => {
        const { store_id: storeId, ...body } = input;
        return {
          output: await stores.upgradeStore({ credentials, storeId, body }),
        };
      }),
  });
}
