import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { handleOf } from './addSampleProducts';
import { priceIn } from './prices';
import { PROBE_HANDLE } from './probeProduct';
import { SAMPLE_PRODUCTS } from './sampleProducts';
import { DELIVERY, DELIVERY_DOLLARS } from './selling';

/** What a link to prices gives, which Medusa's types leave out. */
interface WithPrices {
  prices?: { price_set_id?: string; currency_code?: string }[];
}

/**
 * Gives the set-up's own products and its delivery a price in a currency where they have none. The
 * merchant's products get theirs from the merchant.
 */
export async function addPricesIn(
  container: MedusaContainer,
  currency: string,
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const dollars = new Map([
    [PROBE_HANDLE, 1],
    ...SAMPLE_PRODUCTS.map(
      sample => [handleOf(sample), sample.dollars] as const,
    ),
  ]);
  const { data: variants } = await query.graph({
    entity: 'product_variant',
    fields: [
      'id',
      'product.handle',
      'prices.price_set_id',
      'prices.currency_code',
    ],
    filters: { product: { handle: [...dollars.keys()] } },
  });
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const deliveries = await fulfillment.listShippingOptions({
    service_zone: { name: DELIVERY },
  });
  const { data: options } = await query.graph({
    entity: 'shipping_option',
    fields: ['id', 'prices.price_set_id', 'prices.currency_code'],
    filters: { id: deliveries.map(({ id }) => id) },
  });
  const wanted = [
    ...variants.map(variant => ({
      ...(variant as WithPrices),
      dollars: dollars.get(variant.product?.handle ?? '') ?? 1,
    })),
    ...options.map(option => ({
      ...(option as WithPrices),
      dollars: DELIVERY_DOLLARS,
    })),
  ];
  const pricing = container.resolve(Modules.PRICING);
  for (const { prices = [], dollars: amount } of wanted) {
    const priceSetId = prices[0]?.price_set_id;
    if (priceSetId && !prices.some(price => price.currency_code === currency)) {
      await pricing.addPrices({
        priceSetId,
        prices: [
          { currency_code: currency, amount: priceIn(currency, amount) },
        ],
      });
    }
  }
}
