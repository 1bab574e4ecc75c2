// What can be bought, and for how much.

/** @import { Product, Variant } from './medusa/types.mjs' */

/** At most this many of one thing in a cart. */
export const MOST_OF_ONE = 99;
const FEW = 5;

/** @param {Variant} variant How many can be bought. */
export function available(variant) {
  if (!variant.calculated_price) {
    return 0;
  }
  const isUnlimited =
    variant.manage_inventory === false || variant.allow_backorder;
  return isUnlimited
    ? MOST_OF_ONE
    : Math.max(0, Math.min(MOST_OF_ONE, variant.inventory_quantity ?? 0));
}

/** @param {Variant} variant */
export function isAvailable(variant) {
  return available(variant) > 0;
}

/** @param {Variant} variant @returns {{ text: string, level: 'good' | 'low' | 'none' }} */
export function stockOf(variant) {
  const count = available(variant);
  if (!variant.calculated_price)
    return { text: 'Not for sale here', level: 'none' };
  if (count === 0) return { text: 'Sold out', level: 'none' };
  if (count <= FEW) return { text: `Only ${count} left`, level: 'low' };
  return { text: 'In stock', level: 'good' };
}

/** @param {Product} product */
export function lowestPrice({ variants }) {
  const prices = variants.flatMap(({ calculated_price: price }) =>
    price ? [price] : [],
  );
  prices.sort((one, other) => one.calculated_amount - other.calculated_amount);
  const [lowest] = prices;
  return (
    lowest && {
      amount: lowest.calculated_amount,
      currency: lowest.currency_code,
      before: beforeOf(lowest),
      isRange: prices.some(
        price => price.calculated_amount !== lowest.calculated_amount,
      ),
    }
  );
}

/** @param {NonNullable<Variant['calculated_price']>} price What it cost before it was reduced. */
export function beforeOf(price) {
  return price.original_amount > price.calculated_amount
    ? price.original_amount
    : undefined;
}
