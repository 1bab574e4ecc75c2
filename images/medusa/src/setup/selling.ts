import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import {
  createRegionsWorkflow,
  createShippingOptionsWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateStoresWorkflow,
} from '@medusajs/medusa/core-flows';
import { ShopSettings } from '../lib/setupState';
import { priceIn } from './prices';
import { findShop } from './shop';

/** Payment that is made outside of the shop; it needs no contract with anybody. */
const PAYMENT_PROVIDER = 'pp_system_default';
const FULFILLMENT_PROVIDER = 'manual_manual';
const TAX_PROVIDER = 'tp_system';

/** Names that the set-up finds its own things by. */
export const WAREHOUSE = 'Warehouse';
export const DELIVERY = 'Delivery';

/** US dollars for a parcel. */
export const DELIVERY_DOLLARS = 5;

/** Where the shop sells to, from where, and how goods get there. */
export async function addSelling(
  container: MedusaContainer,
  settings: ShopSettings,
): Promise<void> {
  const { country } = settings;
  await addRegion(container, settings);
  await createTaxRegionsWorkflow(container).run({
    input: [{ country_code: country, provider_id: TAX_PROVIDER }],
  });
  await addDelivery(
    container,
    settings,
    await addWarehouse(container, country),
  );
}

/** Name of a country, as a region of it is called. */
export function countryName(country: string): string {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return names.of(country.toUpperCase()) ?? country.toUpperCase();
}

export async function addRegion(
  container: MedusaContainer,
  { country, currency }: ShopSettings,
): Promise<void> {
  await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: countryName(country),
          currency_code: currency,
          countries: [country],
          payment_providers: [PAYMENT_PROVIDER],
        },
      ],
    },
  });
}

/** @returns its id. */
async function addWarehouse(
  container: MedusaContainer,
  country: string,
): Promise<string> {
  const shop = await findShop(container);
  const {
    result: [location],
  } = await createStockLocationsWorkflow(container).run({
    input: {
      locations: [
        {
          name: WAREHOUSE,
          address: { address_1: '', country_code: country.toUpperCase() },
        },
      ],
    },
  });
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: shop.id },
      update: { default_location_id: location.id },
    },
  });
  await linkSalesChannelsToStockLocationWorkflow(container).run({
    input: { id: location.id, add: [shop.salesChannelId] },
  });
  return location.id;
}

async function addDelivery(
  container: MedusaContainer,
  { country, currency }: ShopSettings,
  locationId: string,
): Promise<void> {
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const set = await fulfillment.createFulfillmentSets({
    name: DELIVERY,
    type: 'shipping',
    service_zones: [
      {
        name: DELIVERY,
        geo_zones: [{ type: 'country', country_code: country }],
      },
    ],
  });
  const location = { stock_location_id: locationId };
  await link.create([
    {
      [Modules.STOCK_LOCATION]: location,
      [Modules.FULFILLMENT]: { fulfillment_provider_id: FULFILLMENT_PROVIDER },
    },
    {
      [Modules.STOCK_LOCATION]: location,
      [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
    },
  ]);
  await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: 'Standard delivery',
        price_type: 'flat',
        provider_id: FULFILLMENT_PROVIDER,
        service_zone_id: set.service_zones[0].id,
        shipping_profile_id: await shippingProfileId(container),
        type: {
          label: 'Standard',
          description: 'Delivered in 2 to 4 days',
          code: 'standard',
        },
        prices: [
          {
            currency_code: currency,
            amount: priceIn(currency, DELIVERY_DOLLARS),
          },
        ],
        rules: [
          { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
          { attribute: 'is_return', operator: 'eq', value: 'false' },
        ],
      },
    ],
  });
}

/** Of all goods of the set-up. One of Medusa's own migrations may have made it. */
export async function shippingProfileId(
  container: MedusaContainer,
): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const [profile] = await fulfillment.listShippingProfiles({ type: 'default' });
  if (profile) {
    return profile.id;
  }
  const created = await fulfillment.createShippingProfiles({
    name: 'Default',
    type: 'default',
  });
  return created.id;
}
