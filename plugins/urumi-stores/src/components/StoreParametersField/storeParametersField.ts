import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { JsonObject } from '@backstage/types';
import { StoreParametersField } from './StoreParametersField';
import { validateStoreParameters } from './validateStoreParameters';

/** What templates call the field in `ui:field`. */
export const STORE_PARAMETERS_FIELD = 'UrumiStoreParameters';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      engine: z.string().describe('Id of the engine'),
      plan: z.string().describe('Name of one of its plans'),
      parameters: z
        .custom<JsonObject>()
        .describe('What the schema of the engine asks for'),
      cluster: z
        .string()
        .optional()
        .describe('Name of the cluster; default: the one with the most room'),
      hostname: z
        .string()
        .optional()
        .describe('Host name of the shop; default: one of its own'),
    }),
  uiOptions: z =>
    z.object({
      engine: z
        .string()
        .optional()
        .describe('Id of the only engine to offer; default: all are offered'),
    }),
});

/** The field for both frontend systems. */
export const storeParametersField = {
  name: STORE_PARAMETERS_FIELD,
  component: StoreParametersField,
  validation: validateStoreParameters,
  schema,
};
