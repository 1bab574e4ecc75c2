import { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { handleOf } from './addSampleProducts';
import { priceIn } from './prices';
import { PROBE_HANDLE } from './probeProduct';
import { SAMPLE_PRODUCTS } from './sampleProducts';
import { DELIVERY, DELIVERY_DOLLARS } from './selling';

/** A set of prices, as links have it. */
interface PriceSet {
  id: string;
  prices?: ({ currency_code?: string | null } | null)[] | null;
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
      'product.handle',
      'price_set.id',
      'price_set.prices.currency_code',
    ],
    filters: { product: { handle: [...dollars.keys()] } },
  });
  const { data: options } = await query.graph({
    entity: 'shipping_option',
    fields: ['price_set.id', 'price_set.prices.currency_code'],
    filters: { service_zone: { name: DELIVERY } },
  });
  const wanted = [
    ...variants.map(({ product, price_set }) => ({
      set: price_set as PriceSet | undefined,
      dollars: dollars.get(product?.handle ?? '') ?? 1,
    })),
    ...options.map(option => ({
      set: (option as { price_set?: PriceSet }).price_set,
      dollars: DELIVERY_DOLLARS,
    })),
  ];
  const pricing = container.resolve(Modules.PRICING);
  for (const { set, dollars: amount } of wanted) {
    if (set && !set.prices?.some(price => price?.currency_code === currency)) {
      await pricing.addPrices({
        priceSetId: set.id,
        prices: [
          { currency_code: currency, amount: priceIn(currency, amount) },
        ],
      });
    }
  }
}
