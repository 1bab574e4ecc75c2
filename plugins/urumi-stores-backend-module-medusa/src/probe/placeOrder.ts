import { JsonObject } from '@backstage/types';
import {
  asObject,
  asObjects,
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { MEDUSA_DEFAULTS } from '../medusaParameters';
import { createMedusaCall, MedusaCall } from './callMedusa';
import { PROBE_EMAIL } from './medusaAdmin';

/** The set-up makes the first with the sample products, and the second without them. */
const SAMPLE_HANDLE = 'sample-mug';
const PROBE_HANDLE = 'urumi-probe';

/** Medusa's own provider of payments that are made outside of the shop. It moves no money. */
const PAYMENT_PROVIDER = 'pp_system_default';

const VARIANT_FIELDS =
  'id,*variants.calculated_price,+variants.inventory_quantity,+variants.manage_inventory,+variants.allow_backorder';

/** What the probe puts into its cart, and with which publishable key it is on sale. */
interface Goods {
  store: MedusaCall;
  regionId: string;
  variantId: string;
}

/**
 * Buys one thing as a customer would.
 *
 * @returns the id of the order.
 */
export async function placeOrder(
  context: StoreProbeContext,
  keys: { shop: string[]; probe: string[] },
): Promise<string> {
  const { store, regionId, variantId } = await findGoods(context, keys);
  const address = probeAddress(context);
  const { cart } = await store('POST', '/store/carts', {
    region_id: regionId,
    email: PROBE_EMAIL,
    items: [{ variant_id: variantId, quantity: 1 }],
    shipping_address: address,
    billing_address: address,
    // The order inherits it.
    metadata: { urumi_probe: true },
  });
  const cartId = String(asObject(cart).id);
  await chooseDelivery(store, cartId, String(address.country_code));
  await choosePayment(store, cartId);

  const completed = await store('POST', `/store/carts/${cartId}/complete`);
  const { id } = asObject(completed.order);
  if (completed.type !== 'order' || typeof id !== 'string') {
    throw new StoreProbeError({
      code: 'PaymentFailed',
      layer: 'payment',
      message: `The checkout ended without an order: ${
        asObject(completed.error).message ?? 'Medusa does not say why'
      }`,
    });
  }
  return id;
}

async function findGoods(
  context: StoreProbeContext,
  keys: { shop: string[]; probe: string[] },
): Promise<Goods> {
  const onSale = [
    ...keys.shop.map(key => ({ key, filter: `handle=${SAMPLE_HANDLE}` })),
    ...keys.probe.map(key => ({ key, filter: `handle=${PROBE_HANDLE}` })),
    // A merchant may have removed the sample products.
    ...keys.shop.map(key => ({ key, filter: 'limit=20' })),
  ];
  for (const { key, filter } of onSale) {
    const store = createMedusaCall(context, { 'x-publishable-api-key': key });
    const regionId = await findRegion(context, store);
    const { products } = await store(
      'GET',
      `/store/products?${filter}&region_id=${regionId}&fields=${VARIANT_FIELDS}`,
    );
    const variant = asObjects(products)
      .flatMap(product => asObjects(product.variants))
      .find(isBuyable);
    if (variant) {
      return { store, regionId, variantId: String(variant.id) };
    }
  }
  throw new StoreProbeError({
    code: 'NoProduct',
    message:
      onSale.length === 0
        ? 'The shop has no publishable key, so that nothing can be bought'
        : 'The shop has no product that can be bought',
  });
}

async function findRegion(
  { parameters }: StoreProbeContext,
  store: MedusaCall,
): Promise<string> {
  const { country } = { ...MEDUSA_DEFAULTS, ...parameters };
  const { regions } = await store('GET', '/store/regions');
  const region = asObjects(regions).find(({ countries }) =>
    asObjects(countries).some(
      ({ iso_2: code }) => code === String(country).toLowerCase(),
    ),
  );
  if (!region) {
    throw new StoreProbeError({
      code: 'NoRegion',
      message: `The shop has no region with the country ${country}`,
    });
  }
  return String(region.id);
}

function isBuyable(variant: JsonObject): boolean {
  const inStock =
    variant.manage_inventory === false ||
    variant.allow_backorder === true ||
    Number(variant.inventory_quantity) > 0;
  return (
    inStock &&
    typeof asObject(variant.calculated_price).calculated_amount === 'number'
  );
}

async function chooseDelivery(
  store: MedusaCall,
  cartId: string,
  country: string,
): Promise<void> {
  const { shipping_options: options } = await store(
    'GET',
    `/store/shipping-options?cart_id=${cartId}`,
  );
  const option = asObjects(options).find(
    ({ amount, insufficient_inventory: isMissing }) =>
      typeof amount === 'number' && !isMissing,
  );
  if (!option) {
    throw new StoreProbeError({
      code: 'NoShipping',
      message: `Nothing is delivered to ${country.toUpperCase()}: there is no shipping option`,
    });
  }
  await store('POST', `/store/carts/${cartId}/shipping-methods`, {
    option_id: String(option.id),
  });
}

async function choosePayment(store: MedusaCall, cartId: string): Promise<void> {
  const { payment_collection: collection } = await store(
    'POST',
    '/store/payment-collections',
    { cart_id: cartId },
  );
  await store(
    'POST',
    `/store/payment-collections/${asObject(collection).id}/payment-sessions`,
    { provider_id: PAYMENT_PROVIDER },
  );
}

function probeAddress({ parameters }: StoreProbeContext) {
  const { country } = { ...MEDUSA_DEFAULTS, ...parameters };
  return {
    first_name: 'Platform',
    last_name: 'Probe',
    address_1: '1 Test Street',
    city: 'Testville',
    postal_code: '10115',
    country_code: String(country).toLowerCase(),
  };
}
