import { Problem } from './Problem.mjs';
import { request } from './request.mjs';

const shops = { woocommerce: buyAtWooCommerce, medusa: buyAtMedusa };

const email = 'demo@example.com';

/** The engines in whose shops an order can be placed from here. */
export const knownShops = Object.keys(shops);

/**
 * Buys one thing in a store as its customers do, over the address that they use, and leaves the order there.
 *
 * @param options.readLogin gives the admin login of the store, where one is needed to find the shop's public key
 * @returns number and total of the order, in words
 */
export function placeOrder({ store, readLogin }) {
  return shops[store.engine]({ store, readLogin });
}

/** @returns a function that calls the shop, and takes nothing but success for an answer */
function shopClient(url) {
  return async (method, route, { body, headers } = {}) => {
    const answer = await request(`${url.replace(/\/$/, '')}${route}`, {
      method,
      body,
      headers,
    });
    if (answer.status < 200 || answer.status >= 300) {
      throw refused(
        `${method} ${route} was answered with ${answer.status}: ${messageOf(
          answer.text,
        )}`,
      );
    }
    return { headers: answer.headers, body: JSON.parse(answer.text) };
  };
}

function messageOf(text) {
  try {
    return JSON.parse(text).message ?? '';
  } catch {
    return text.slice(0, 200);
  }
}

function refused(reason) {
  return new Problem(`The shop took no order: ${reason}`, {
    next: 'Look at the logs of the store on its page.',
  });
}

function addressOf(country) {
  const isUs = country === 'US';
  return {
    first_name: 'Demo',
    last_name: 'Customer',
    address_1: '1 Test Street',
    city: isUs ? 'San Francisco' : 'Berlin',
    state: isUs ? 'CA' : 'Berlin',
    postcode: isUs ? '94103' : '10115',
    country,
  };
}

async function buyAtWooCommerce({ store }) {
  const call = shopClient(store.url);
  const api = '/wp-json/wc/store/v1';
  const products = await call(
    'GET',
    `${api}/products?type=simple&stock_status=instock&per_page=20`,
  );
  const product = products.body.find(
    one => one.is_purchasable && one.is_in_stock,
  );
  if (!product) {
    throw refused('it has no product that can be bought.');
  }
  const cart = await call('GET', `${api}/cart`);
  const headers = { 'cart-token': cart.headers['cart-token'] };
  const post = (route, body) =>
    call('POST', `${api}/${route}`, { headers, body });
  const address = addressOf(store.parameters.country ?? 'US');
  const addresses = {
    billing_address: { ...address, email },
    shipping_address: address,
  };
  await post('cart/add-item', { id: product.id, quantity: 1 });
  const { body: filled } = await post('cart/update-customer', addresses);
  const { body: order } = await post('checkout', {
    ...addresses,
    payment_method: 'cod',
  });
  const { currency_code: currency, currency_minor_unit: digits } =
    filled.totals;
  return `${product.name}, order ${order.order_id} over ${
    filled.totals.total_price / 10 ** digits
  } ${currency}, ${order.status}`;
}

async function buyAtMedusa({ store, readLogin }) {
  const call = shopClient(store.url);
  const headers = {
    'x-publishable-api-key': await findPublishableKey(call, await readLogin()),
  };
  const ask = async (method, route, body) =>
    (await call(method, `/store/${route}`, { headers, body })).body;
  const { regions } = await ask('GET', 'regions');
  const [{ id: region, countries }] = regions;
  const country = (
    store.parameters.country ?? countries[0].iso_2
  ).toLowerCase();
  const { products } = await ask(
    'GET',
    `products?limit=20&region_id=${region}&fields=title,id,*variants.calculated_price`,
  );
  const product = products.find(({ variants }) => variants?.length > 0);
  if (!product) {
    throw refused('it has no product that can be bought.');
  }
  const { postcode, state, ...rest } = addressOf(country.toUpperCase());
  const address = { ...rest, postal_code: postcode, country_code: country };
  delete address.country;
  const { cart } = await ask('POST', 'carts', {
    region_id: region,
    email,
    items: [{ variant_id: product.variants[0].id, quantity: 1 }],
    shipping_address: { ...address, province: state },
    billing_address: { ...address, province: state },
  });
  const { shipping_options: options } = await ask(
    'GET',
    `shipping-options?cart_id=${cart.id}`,
  );
  await ask('POST', `carts/${cart.id}/shipping-methods`, {
    option_id: options[0]?.id,
  });
  const { payment_collection: payment } = await ask(
    'POST',
    'payment-collections',
    { cart_id: cart.id },
  );
  await ask('POST', `payment-collections/${payment.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  });
  const { order, error } = await ask('POST', `carts/${cart.id}/complete`);
  if (!order) {
    throw refused(error?.message ?? 'the checkout ended without an order.');
  }
  const { order: placed } = await ask('GET', `orders/${order.id}`);
  return `${product.title}, order ${placed.display_id} over ${
    placed.total
  } ${placed.currency_code.toUpperCase()}`;
}

/** The shop's pages hold it on their server; its admin lists it. */
async function findPublishableKey(call, { username, password }) {
  const { body: session } = await call('POST', '/auth/user/emailpass', {
    body: { email: username, password },
  });
  const { body } = await call(
    'GET',
    '/admin/api-keys?type=publishable&limit=50&fields=title,token,revoked_at',
    { headers: { authorization: `Bearer ${session.token}` } },
  );
  const key = body.api_keys.find(
    ({ title, revoked_at: revoked }) => !revoked && title !== 'Platform probe',
  );
  if (!key) {
    throw refused('it has no publishable key.');
  }
  return key.token;
}
