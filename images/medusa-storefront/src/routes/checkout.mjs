// From the cart to the order.
import { contactOf, readContact } from '../contactForm.mjs';
import { HttpError, page, seeOther } from '../http/answers.mjs';
import { readForm } from '../http/body.mjs';
import { BackendError } from '../medusa/BackendClient.mjs';
import { checkoutPage, reviewPage } from '../pages/checkout.mjs';
import { confirmationPage } from '../pages/confirmation.mjs';

/** @import { Shop, ShopRequest } from '../Shop.mjs' */
/** @import { Cart } from '../medusa/types.mjs' */

/** @type {import('../router.mjs').Route[]} */
export const checkoutRoutes = [
  { method: 'GET', path: '/checkout', handle: showContact },
  { method: 'POST', path: '/checkout', handle: saveContact },
  { method: 'GET', path: '/checkout/review', handle: showReview },
  { method: 'POST', path: '/checkout/delivery', handle: chooseDelivery },
  { method: 'POST', path: '/checkout/order', handle: placeOrder },
  { method: 'GET', path: '/orders/:order/confirmed', handle: showConfirmation },
];

/** @param {Shop} shop @param {ShopRequest} request */
async function showContact(shop, request) {
  const cart = await shop.openCart(request);
  if (!cart || cart.items.length === 0) {
    return seeOther('/cart');
  }
  const { email, shipping_address: address } = cart;
  const values = {
    country_code: shop.config.country,
    ...withoutNulls({ ...address, email }),
  };
  const [shown, countries] = await Promise.all([
    shop.shown(request, { cart }),
    countriesOf(shop),
  ]);
  return page(checkoutPage(shown, { cart, countries, values }));
}

/** @param {Shop} shop @param {ShopRequest} request */
async function saveContact(shop, request) {
  const form = await readForm(request.raw);
  const cart = await shop.openCart(request);
  if (!cart || cart.items.length === 0) {
    return seeOther('/cart');
  }
  const countries = await countriesOf(shop);
  const { values, errors } = readContact(form, countries);
  if (errors.length === 0) {
    await shop.carts.setContact(cart.id, contactOf(values));
    if (await ensureDelivery(shop, cart.id)) {
      return seeOther('/checkout/review');
    }
    errors.push({
      field: 'country_code',
      message: 'We cannot deliver this cart to that address.',
    });
  }
  const shown = await shop.shown(request, { cart });
  return page(checkoutPage(shown, { cart, countries, values, errors }), {
    status: 422,
  });
}

/** @param {Shop} shop @param {ShopRequest} request */
async function showReview(shop, request) {
  const cart = await shop.openCart(request);
  const missing = missingStep(cart);
  if (!cart || missing) {
    return seeOther(missing ?? '/cart');
  }
  const message =
    request.query.get('notice') === 'delivery'
      ? 'The delivery was changed.'
      : undefined;
  return review(shop, request, cart, { message });
}

/** @param {Shop} shop @param {ShopRequest} request */
async function chooseDelivery(shop, request) {
  const form = await readForm(request.raw);
  const cart = await shop.openCart(request);
  const missing = missingStep(cart);
  if (!cart || missing) {
    return seeOther(missing ?? '/cart');
  }
  const options = await shop.carts.shippingOptions(cart.id);
  const option = options.find(({ id }) => id === form.get('option'));
  if (!option) {
    return review(shop, request, cart, {
      error: 'Choose one of the ways of delivery.',
    });
  }
  await shop.carts.chooseShipping(cart.id, option.id);
  return seeOther('/checkout/review?notice=delivery');
}

/** @param {Shop} shop @param {ShopRequest} request */
async function placeOrder(shop, request) {
  const form = await readForm(request.raw);
  const cart = request.cartId && (await shop.carts.get(request.cartId));
  if (!cart) {
    // The second press of the button, after the first one has placed the order.
    const [latest] = request.orderIds;
    return seeOther(latest ? confirmedPath(latest) : '/cart');
  }
  if (!cart.completed_at) {
    const missing = missingStep(cart);
    if (missing) {
      return seeOther(missing);
    }
    if (cart.shipping_methods.length === 0) {
      return review(shop, request, cart, {
        error: 'Choose a way of delivery first.',
      });
    }
    if (form.get('total') !== String(cart.total)) {
      return review(shop, request, cart, {
        error:
          'Your order has changed since you saw it. Please look at it again.',
      });
    }
  }
  try {
    const order = await shop.carts.complete(cart);
    return seeOther(confirmedPath(order.id), {
      cookies: [
        shop.cookies.clearCart(),
        shop.cookies.setOrder(order.id, request.orderIds),
      ],
    });
  } catch (error) {
    if (!(error instanceof BackendError) || error.isOutage) {
      throw error;
    }
    return review(shop, request, cart, {
      error: error.isOutOfStock
        ? 'Something in your cart has just been sold out, so nothing was ordered. Please change your cart.'
        : 'The order could not be placed, and nothing was ordered. Please try again, or change your cart.',
    });
  }
}

/** @param {Shop} shop @param {ShopRequest} request */
async function showConfirmation(shop, request) {
  const { order: id } = request.params;
  // Whether the order exists is nobody's business but the one's who placed it.
  const order = request.orderIds.includes(id)
    ? await shop.carts.order(id)
    : undefined;
  if (!order) {
    throw new HttpError(
      404,
      'There is no such order, or it was placed with another browser.',
    );
  }
  return page(confirmationPage(await shop.shown(request), order), {
    headers: { 'Cache-Control': 'no-store' },
  });
}

/** @param {Shop} shop @param {ShopRequest} request @param {Cart} cart @param {{ message?: string, error?: string }} options */
async function review(shop, request, cart, { message, error }) {
  const [shown, shippingOptions] = await Promise.all([
    shop.shown(request, { cart }),
    shop.carts.shippingOptions(cart.id),
  ]);
  return page(reviewPage(shown, { cart, shippingOptions, message, error }), {
    status: error ? 422 : 200,
  });
}

/** Chooses the cheapest way of delivery unless there is one that fits; whether any does. */
async function ensureDelivery(shop, cartId) {
  const [cart, options] = await Promise.all([
    shop.carts.get(cartId),
    shop.carts.shippingOptions(cartId),
  ]);
  const chosen = cart?.shipping_methods[0]?.shipping_option_id;
  if (options.length > 0 && !options.some(({ id }) => id === chosen)) {
    await shop.carts.chooseShipping(cartId, options[0].id);
  }
  return options.length > 0;
}

function missingStep(/** @type {Cart | undefined} */ cart) {
  if (!cart || cart.items.length === 0) return '/cart';
  return cart.email && cart.shipping_address?.address_1
    ? undefined
    : '/checkout';
}

async function countriesOf(shop) {
  const { countries } = await shop.catalog.region();
  return countries.map(({ iso_2: code }) => code);
}

function confirmedPath(orderId) {
  return `/orders/${encodeURIComponent(orderId)}/confirmed`;
}

function withoutNulls(values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value === 'string'),
  );
}
