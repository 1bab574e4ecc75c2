import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { StorePlanField } from './StorePlanField';
import { StoreVersionField } from './StoreVersionField';
import { validateStorePlan, validateStoreVersion } from './validateStoreChange';

/** What templates call the field that asks for another plan in `ui:field`. */
export const STORE_PLAN_FIELD = 'UrumiStorePlan';

/** What templates call the field that shows the newest version in `ui:field`. */
export const STORE_VERSION_FIELD = 'UrumiStoreVersion';

/** Asks for another plan of an existing store; for both frontend systems. */
export const storePlanField = {
  name: STORE_PLAN_FIELD,
  component: StorePlanField,
  validation: validateStorePlan,
  schema: makeFieldSchema({
    output: z => z.string().describe('Name of a plan'),
    uiOptions: z =>
      z.object({
        store: z
          .string()
          .optional()
          .describe(
            'Property with the entity ref of the store; default: store',
          ),
      }),
  }),
};

/** Shows the version that an existing store can get; for both frontend systems. */
export const storeVersionField = {
  name: STORE_VERSION_FIELD,
  component: StoreVersionField,
  validation: validateStoreVersion,
  schema: makeFieldSchema({
    output: z => z.string().describe('Version of the chart'),
    uiOptions: z =>
      z.object({
        store: z
          .string()
          .optional()
          .describe(
            'Property with the entity ref of the store; default: store',
          ),
      }),
  }),
};
