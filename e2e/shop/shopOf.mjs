import { medusaShop } from './medusaShop.mjs';
import { woocommerceShop } from './woocommerceShop.mjs';

const shops = { medusa: medusaShop, woocommerce: woocommerceShop };

/**
 * How a person buys in a shop of the engine, and how its merchant finds the order.
 *
 * @returns `buy({page, url})`, which answers the order's number, and `findOrder({page, login, number})`
 */
export function shopOf(engine) {
  const shop = shops[engine];
  if (!shop) {
    throw new Error(
      `No shop of the engine '${engine}' is known: ${Object.keys(shops).join(
        ', ',
      )}`,
    );
  }
  return shop;
}
