import assert from 'node:assert/strict';
import { test } from 'node:test';
import { removeStore } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { kubectl, runningPods } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { readyStore } from './lib.mjs';

/** Orders the first product by the shop's API, as a customer of this address. @returns the id of the order */
async function order({ url, email }) {
  let token;
  const call = async (path, body) => {
    const answer = await requestShop(`${url}/wp-json/wc/store/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'content-type': 'application/json',
        ...(token && { 'cart-token': token }),
      },
      body: body && JSON.stringify(body),
    });
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    token ??= answer.headers['cart-token'];
    return JSON.parse(answer.text);
  };
  await call('cart');
  const [product] = await call('products?type=simple');
  await call('cart/add-item', { id: product.id, quantity: 1 });
  const address = {
    first_name: 'Ada',
    last_name: 'Buyer',
    address_1: '1 Main Street',
    city: 'New York',
    state: 'NY',
    postcode: '10001',
    country: 'US',
    email,
  };
  const { order_id: id } = await call('checkout', {
    billing_address: address,
    shipping_address: address,
    payment_method: 'cod',
  });
  return id;
}

if (environment.engines.includes('woocommerce')) {
  test('woocommerce: only the platform can have an order taken for its own', async t => {
    const store = await readyStore({ engine: 'woocommerce' });
    t.after(() => removeStore(store.id));
    const { web } = await runningPods(store.namespace);
    const isProbe = async id =>
      (
        await kubectl(
          ...['exec', '-n', store.namespace, web.metadata.name, '--'],
          ...['/opt/store/entrypoint.sh', 'wp', 'eval'],
          `echo store_is_probe_order( wc_get_order( ${id} ) ) ? 'yes' : 'no';`,
        )
      ).trim();

    const placed = store.events.find(
      ({ event_type: type }) => type === 'probe.order_placed',
    );
    assert.equal(await isProbe(placed.data.order_number), 'yes');
    const id = await order({ url: store.url, email: 'probe@urumi.invalid' });
    assert.equal(await isProbe(id), 'no');
  });
}
