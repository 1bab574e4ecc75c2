import { JsonObject } from '@backstage/types';
import {
  COMMERCE_COUNTRIES,
  COMMERCE_CURRENCIES,
} from '@urumi/backstage-plugin-urumi-stores-node';

/** What a store is without parameters. */
export const MEDUSA_DEFAULTS = {
  currency: 'USD',
  country: 'US',
  sample_data: true,
};

/** JSON Schema of what a Medusa store may be asked for. */
export const medusaParametersSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    currency: {
      type: 'string',
      title: 'Currency',
      description: 'Currency of all prices',
      enum: [...COMMERCE_CURRENCIES],
      default: MEDUSA_DEFAULTS.currency,
    },
    country: {
      type: 'string',
      title: 'Country',
      description: 'Where the shop is and ships to',
      enum: [...COMMERCE_COUNTRIES],
      default: MEDUSA_DEFAULTS.country,
    },
    sample_data: {
      type: 'boolean',
      title: 'Sample products',
      description:
        'Adds a few products, so that the shop has something to sell',
      default: MEDUSA_DEFAULTS.sample_data,
    },
    admin_email: {
      type: 'string',
      title: 'Admin e-mail',
      description:
        'Stands in the profile of the shop’s admin; shop@ the host name of the shop when left out',
      pattern: '^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$',
      maxLength: 100,
    },
  },
};

/**
 * The parameters as the chart wants them, with the defaults of the schema for what is left out.
 */
export function medusaParameterValues(options: {
  parameters: JsonObject;
  hostname: string;
}): JsonObject {
  const { currency, country, sample_data, admin_email } = {
    ...MEDUSA_DEFAULTS,
    admin_email: `shop@${options.hostname}`,
    ...options.parameters,
  };
  return {
    currency,
    country,
    sampleData: sample_data,
    adminEmail: admin_email,
  };
}
