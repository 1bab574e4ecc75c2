// The cart, and what can be done with it.
import { HttpError, page, seeOther } from '../http/answers.mjs';
import { readForm } from '../http/body.mjs';
import { BackendError } from '../medusa/BackendClient.mjs';
import { cartPage } from '../pages/cart.mjs';
import { productPage } from '../pages/product.mjs';
import { MOST_OF_ONE, available } from '../stock.mjs';

/** @import { Shop, ShopRequest } from '../Shop.mjs' */

/** @type {import('../router.mjs').Route[]} */
export const cartRoutes = [
  { method: 'GET', path: '/cart', handle: showCart },
  { method: 'POST', path: '/cart/items', handle: addItem },
  { method: 'POST', path: '/cart/items/:item', handle: changeItem },
  { method: 'POST', path: '/cart/items/:item/remove', handle: removeItem },
];

/** @type {Record<string, string>} */
const NOTICES = {
  added: 'Added to your cart.',
  updated: 'Your cart was updated.',
  removed: 'Removed from your cart.',
};

/** @param {Shop} shop @param {ShopRequest} request */
async function showCart(shop, request) {
  const cart = await shop.openCart(request);
  const shown = await shop.shown(
    { ...request, cartId: cart && request.cartId },
    { cart },
  );
  const message = cart && NOTICES[request.query.get('notice') ?? ''];
  return page(cartPage(shown, { cart, message }), {
    cookies: request.cartId && !cart ? [shop.cookies.clearCart()] : [],
  });
}

/** @param {Shop} shop @param {ShopRequest} request */
async function addItem(shop, request) {
  const form = await readForm(request.raw);
  const product = await shop.catalog.product(form.get('product') ?? '');
  const variant = product?.variants.find(
    ({ id }) => id === form.get('variant'),
  );
  if (!product || !variant) {
    throw new HttpError(
      404,
      'This product is not in the shop, or not any more.',
    );
  }
  const typed = form.get('quantity') ?? '';
  const quantity = quantityOf(typed);
  const left = available(variant);
  const refuse = async error =>
    page(
      productPage(await shop.shown(request), {
        product,
        variant,
        quantity: typed,
        error,
      }),
      { status: 422 },
    );
  if (!quantity || quantity > left) {
    return refuse(quantity ? tooMany(left) : enterQuantity(left));
  }
  try {
    const cart = await shop.openCart(request);
    if (cart) {
      await shop.carts.add(cart.id, { variantId: variant.id, quantity });
      return seeOther('/cart?notice=added');
    }
    const region = await shop.catalog.region();
    const created = await shop.carts.create({
      regionId: region.id,
      countryCode: shop.config.country,
      variantId: variant.id,
      quantity,
    });
    return seeOther('/cart?notice=added', {
      cookies: [shop.cookies.setCart(created.id)],
    });
  } catch (error) {
    if (isOutOfStock(error)) {
      return refuse(
        `${tooMany(left)} Some of them may already be in your cart.`,
      );
    }
    throw error;
  }
}

/** @param {Shop} shop @param {ShopRequest} request */
async function changeItem(shop, request) {
  const form = await readForm(request.raw);
  const cart = await shop.openCart(request);
  const item = cart?.items.find(({ id }) => id === request.params.item);
  if (!cart || !item) {
    return seeOther('/cart');
  }
  const typed = form.get('quantity') ?? '';
  if (typed.trim() === '0') {
    return remove(shop, cart.id, item.id);
  }
  const quantity = quantityOf(typed);
  const refuse = async message =>
    page(
      cartPage(await shop.shown(request, { cart }), {
        cart,
        error: { itemId: item.id, quantity: typed, message },
      }),
      { status: 422 },
    );
  if (!quantity) {
    return refuse(enterQuantity(MOST_OF_ONE));
  }
  try {
    await shop.carts.setQuantity(cart.id, item.id, quantity);
    return seeOther('/cart?notice=updated');
  } catch (error) {
    if (isOutOfStock(error)) {
      return refuse(tooMany(await stockLeft(shop, item)));
    }
    throw error;
  }
}

/** @param {Shop} shop @param {ShopRequest} request */
async function removeItem(shop, request) {
  const cart = await shop.openCart(request);
  const item = cart?.items.find(({ id }) => id === request.params.item);
  return cart && item ? remove(shop, cart.id, item.id) : seeOther('/cart');
}

async function remove(shop, cartId, itemId) {
  await shop.carts.remove(cartId, itemId);
  return seeOther('/cart?notice=removed');
}

async function stockLeft(shop, item) {
  const product =
    item.product_id && (await shop.catalog.productById(item.product_id));
  const variant = product?.variants.find(({ id }) => id === item.variant_id);
  return variant ? available(variant) : 0;
}

function quantityOf(/** @type {string} */ typed) {
  const quantity = /^\s*\d{1,3}\s*$/.test(typed) ? Number(typed) : 0;
  return quantity <= MOST_OF_ONE ? quantity : 0;
}

function enterQuantity(most) {
  return `Enter a whole number from 1 to ${Math.max(1, most)}.`;
}

function tooMany(left) {
  if (left === 0) return 'This is sold out.';
  return left === 1 ? 'Only 1 is left.' : `Only ${left} are left.`;
}

function isOutOfStock(error) {
  return error instanceof BackendError && error.isOutOfStock;
}
