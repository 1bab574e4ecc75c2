import { JsonObject } from '@backstage/types';
import {
  COMMERCE_COUNTRIES,
  COMMERCE_CURRENCIES,
} from '@urumi/backstage-plugin-urumi-stores-node';

/** What a store is without parameters. */
export const WOOCOMMERCE_DEFAULTS = {
  currency: 'USD',
  country: 'US',
  sample_data: true,
};

/** JSON Schema of what a WooCommerce store may be asked for. */
export const woocommerceParametersSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: {
    currency: {
      type: 'string',
      title: 'Currency',
      description: 'Currency of all prices',
      enum: [...COMMERCE_CURRENCIES],
      default: WOOCOMMERCE_DEFAULTS.currency,
    },
    country: {
      type: 'string',
      title: 'Country',
      description: 'Where the shop is and ships to',
      enum: [...COMMERCE_COUNTRIES],
      default: WOOCOMMERCE_DEFAULTS.country,
    },
    sample_data: {
      type: 'boolean',
      title: 'Sample products',
      description: 'Adds a few products, so that the shop can take an order',
      default: WOOCOMMERCE_DEFAULTS.sample_data,
    },
    admin_email: {
      type: 'string',
      title: 'Admin e-mail',
      description:
        'Gets the shop’s e-mails; shop@ the host name of the shop when left out',
      pattern: '^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$',
      maxLength: 100,
    },
  },
};

/**
 * The parameters as the chart wants them, with the defaults of the schema for what is left out.
 */
export function woocommerceParameterValues(options: {
  parameters: JsonObject;
  hostname: string;
}): JsonObject {
  const { currency, country, sample_data, admin_email } = {
    ...WOOCOMMERCE_DEFAULTS,
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
