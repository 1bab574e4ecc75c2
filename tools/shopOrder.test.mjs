import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { FakeMedusa } from '../images/medusa-storefront/testing/FakeMedusa.mjs';
import { placeOrder } from '../scripts/lib/stores/shopOrder.mjs';

/** As much of WooCommerce's Store API as a customer meets; a cart is known by its token alone. */
async function startWooCommerce(t, { isInStock = true } = {}) {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) {
      text += chunk;
    }
    const [route] = request.url.replace('/wp-json/wc/store/v1', '').split('?');
    const call = `${request.method} ${route}`;
    const body = text && JSON.parse(text);
    seen.push({ call, body });
    const answers = {
      'GET /products': [
        { id: 3, name: 'Cup', is_purchasable: true, is_in_stock: false },
        { id: 4, name: 'Mug', is_purchasable: true, is_in_stock: isInStock },
      ],
      'GET /cart': {},
      'POST /cart/add-item': {},
      'POST /cart/update-customer': {
        totals: {
          total_price: '1990',
          currency_code: 'USD',
          currency_minor_unit: 2,
        },
      },
      'POST /checkout': { order_id: 12, status: 'processing' },
    };
    const isKnown =
      request.method === 'GET' || request.headers['cart-token'] === 'token-1';
    response.writeHead(isKnown && answers[call] ? 200 : 403, {
      'content-type': 'application/json',
      'cart-token': 'token-1',
    });
    response.end(
      JSON.stringify(isKnown ? answers[call] : { message: 'No such cart' }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `http://shop.localhost:${server.address().port}`, seen };
}

test('a customer buys what is in stock in a WooCommerce shop', async t => {
  const { url, seen } = await startWooCommerce(t);
  const order = await placeOrder({
    store: { engine: 'woocommerce', url, parameters: { country: 'US' } },
  });
  assert.equal(order, 'Mug, order 12 over 19.9 USD, processing');
  const body = call => seen.find(one => one.call === call).body;
  assert.deepEqual(body('POST /cart/add-item'), { id: 4, quantity: 1 });
  assert.equal(body('POST /checkout').payment_method, 'cod');
  assert.equal(body('POST /checkout').billing_address.state, 'CA');
});

test('a shop with nothing to buy is said to be so', async t => {
  const { url } = await startWooCommerce(t, { isInStock: false });
  await assert.rejects(
    placeOrder({ store: { engine: 'woocommerce', url, parameters: {} } }),
    { name: 'Problem', message: /no product that can be bought/ },
  );
});

test('a customer buys in a Medusa shop, by the public key that its admin lists', async t => {
  const medusa = await FakeMedusa.start(t);
  const answers = {
    'POST /auth/user/emailpass': { token: 'admin' },
    'GET /admin/api-keys': {
      api_keys: [
        { title: 'Platform probe', token: 'pk_probe', revoked_at: null },
        { title: 'Shop', token: 'pk_1', revoked_at: null },
      ],
    },
    [`POST /store/carts/${medusa.cart.id}/shipping-methods`]: {},
  };
  medusa.intercept = call => answers[call];
  const order = await placeOrder({
    store: { engine: 'medusa', url: medusa.url, parameters: { country: 'DE' } },
    readLogin: async () => ({ username: 'a@b.example', password: 'secret' }),
  });
  assert.equal(order, 'Mug <b>&</b> "co", order 7 over 15 EUR');
  assert.equal(medusa.orders, 1);

  medusa.intercept = call =>
    call.endsWith('/complete')
      ? { type: 'cart', error: { message: 'The payment was declined' } }
      : answers[call];
  await assert.rejects(
    placeOrder({
      store: { engine: 'medusa', url: medusa.url, parameters: {} },
      readLogin: async () => ({ username: 'a@b.example', password: 'secret' }),
    }),
    /The payment was declined/,
  );
});
