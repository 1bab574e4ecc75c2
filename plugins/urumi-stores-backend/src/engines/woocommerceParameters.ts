import { JsonObject } from '@backstage/types';

/** ISO 4217 codes that are offered; WooCommerce knows all of them. */
const CURRENCIES =
  'AED ARS AUD BDT BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN RON RSD SAR SEK SGD THB TRY TWD UAH USD VND ZAR'.split(
    ' ',
  );

/** ISO 3166-1 alpha-2. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

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
      description: 'Currency of all prices (ISO 4217)',
      enum: CURRENCIES,
      default: WOOCOMMERCE_DEFAULTS.currency,
    },
    country: {
      type: 'string',
      title: 'Country',
      description: 'Where the shop is and ships to (ISO 3166 code)',
      enum: COUNTRIES,
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
