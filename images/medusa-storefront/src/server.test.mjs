import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { FakeMedusa, ORDER_ID } from '../testing/FakeMedusa.mjs';
import { Browser, startShop } from '../testing/startShop.mjs';

async function open(t, env = {}) {
  const medusa = await FakeMedusa.start(t);
  const shop = await startShop(t, { MEDUSA_BACKEND_URL: medusa.url, ...env });
  return { medusa, logged: shop.logged, browser: new Browser(shop.url) };
}

const mug = { product: 'mug', variant: 'variant_1', quantity: '1' };
const outage = () => ({
  status: 500,
  type: 'unknown_error',
  message: 'cart_secret is broken',
});

test('every answer has the headers that protect it', async t => {
  const { browser } = await open(t);
  for (const path of [
    '/',
    '/cart',
    '/nope',
    '/healthz',
    '/urumi-store.json',
    '/products/%ff',
    '/checkout',
  ]) {
    const { headers } = await browser.open(path);
    assert.equal(headers.get('x-urumi-store'), 'store-1', path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    assert.match(
      headers.get('content-security-policy'),
      /^default-src 'none'; style-src 'self'; img-src 'self';/,
    );
  }
});

test('what the merchant typed is text, and pictures of other hosts are left out', async t => {
  const { browser } = await open(t);
  const text = await (await browser.open('/products/mug')).text();
  assert.match(text, /Mug &lt;b&gt;&amp;&lt;\/b&gt; &quot;co&quot;/);
  assert.match(text, /src="\/static\/mug\.png"/);
  assert.doesNotMatch(text, /elsewhere\.example|<script|style="/);
});

test('addresses that lead nowhere are 404, other methods 405', async t => {
  const { browser, medusa } = await open(t);
  const nowhere = [
    '/nope',
    '//evil.example/',
    '/products/a/b',
    '/products/%ff',
    '/products/%00',
    '/?page=0',
    '/?page=2',
    '/assets/../package.json',
    '/assets/x.css',
    '/orders/order_1/confirmed',
  ];
  for (const path of nowhere) {
    const response = await browser.open(browser.url + path);
    assert.equal(response.status, 404, path);
    assert.match(await response.text(), /See all products/);
  }
  medusa.intercept = call =>
    call === 'GET /store/products' ? { products: [], count: 0 } : undefined;
  assert.equal((await browser.open('/products/gone')).status, 404);
  const { status, headers } = await browser.open('/cart', { method: 'DELETE' });
  assert.equal(status, 405);
  assert.equal(headers.get('allow'), 'GET');
});

test('assets may be kept for ever under a name that changes with them', async t => {
  const { browser } = await open(t);
  const [, style] = (await (await browser.open('/')).text()).match(
    /href="(\/assets\/shop\.\w+\.css)"/,
  );
  const response = await browser.open(style);
  assert.match(response.headers.get('cache-control'), /immutable/);
  assert.match(await response.text(), /--accent/);
});

test('a HEAD is answered like a GET without its body', async t => {
  const { browser } = await open(t);
  const response = await browser.open('/', { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.ok(Number(response.headers.get('content-length')) > 1000);
  assert.equal(await response.text(), '');
});

test('a form of another site changes nothing', async t => {
  const { browser, medusa } = await open(t);
  for (const headers of [
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    assert.equal((await browser.send('/cart/items', mug, headers)).status, 403);
  }
  assert.deepEqual(medusa.requests, []);
});

test('bodies that are too long or no forms are refused', async t => {
  const { browser } = await open(t);
  assert.equal(
    (await browser.send('/cart/items', { quantity: '1'.repeat(20_000) }))
      .status,
    413,
  );
  const json = await browser.open('/cart/items', {
    method: 'POST',
    body: '{}',
    headers: { Origin: browser.url },
  });
  assert.equal(json.status, 415);
  const status = await new Promise((resolve, reject) => {
    const request = http.request(`${browser.url}/cart/items`, {
      method: 'POST',
      headers: {
        Origin: browser.url,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    });
    request.on('response', response => resolve(response.statusCode));
    request.on('error', reject);
    request.write('a='.padEnd(20_000, 'x'));
  });
  assert.equal(status, 413);
});

test('while Medusa is away there is a page that says so, and the shop is back with it', async t => {
  const { browser, medusa, logged } = await open(t);
  medusa.intercept = call =>
    call === 'GET /store/products' ? outage() : undefined;
  const response = await browser.open('/products/mug');
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '10');
  assert.match(await response.text(), /right back[^]*href="\/products\/mug"/);
  assert.equal(logged.length, 1);
  assert.match(JSON.stringify(logged[0]), /GET \/products\/:handle/);
  assert.doesNotMatch(JSON.stringify(logged), /cart_secret/);
  medusa.intercept = () => undefined;
  assert.equal((await browser.open('/products/mug')).status, 200);
});

test(
  'nobody waits for ever for a Medusa that hangs',
  { timeout: 20_000 },
  async t => {
    const { browser, medusa } = await open(t);
    medusa.intercept = () => 'hang';
    const started = Date.now();
    assert.equal((await browser.open('/')).status, 503);
    assert.ok(Date.now() - started < 8_000);
  },
);

test('no menu and no count of the cart is better than no page', async t => {
  const { browser, medusa } = await open(t);
  await browser.send('/cart/items', mug);
  medusa.intercept = call =>
    call.includes('categories') || call.startsWith('GET /store/carts/')
      ? outage()
      : undefined;
  assert.equal((await browser.open('/products/mug')).status, 200);
});

test('readiness tells whether Medusa has what the shop needs', async t => {
  const { browser, medusa } = await open(t);
  medusa.intercept = call =>
    call === 'GET /urumi/publishable-key'
      ? { status: 404, type: 'no_key', message: '' }
      : undefined;
  const early = await browser.open('/urumi-store.json');
  assert.equal(early.status, 503);
  const told = await early.json();
  assert.equal(told.store_id, 'store-1');
  assert.equal(told.ready, false);
  assert.match(told.reason, /no publishable key/);
  assert.equal((await browser.open('/healthz')).status, 200);

  medusa.intercept = () => undefined;
  await new Promise(resolve => setTimeout(resolve, 2_100));
  assert.equal((await browser.open('/readyz')).status, 200);
  const response = await browser.open('/urumi-store.json');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await response.json(), {
    store_id: 'store-1',
    engine: 'medusa',
    ready: true,
    versions: { storefront: '1.0.0', medusa: '2.21.2' },
  });

  medusa.intercept = call =>
    call === 'GET /store/regions' ? { regions: [] } : undefined;
  await new Promise(resolve => setTimeout(resolve, 2_100));
  assert.match(
    (await (await browser.open('/readyz')).json()).reason,
    /no region/,
  );
});

test('a new publishable key is taken up by itself', async t => {
  const { browser, medusa } = await open(t);
  assert.equal((await browser.open('/')).status, 200);
  medusa.key = 'pk_2';
  assert.equal((await browser.open('/products/mug')).status, 200);
});

test('a cart that Medusa does not know is forgotten, and the next product goes into a new one', async t => {
  const { browser } = await open(t);
  browser.cookies.set('cart', 'cart_01UNKNOWNUNKNOWNUNKNOWN');
  const response = await browser.open('/cart');
  assert.match(await response.text(), /Your cart is empty/);
  assert.equal(browser.cookies.has('cart'), false);

  browser.cookies.set('cart', 'cart_01UNKNOWNUNKNOWNUNKNOWN');
  const added = await browser.send('/cart/items', mug);
  assert.equal(added.status, 303);
  assert.equal(added.headers.get('location'), '/cart?notice=added');
  assert.match(browser.cookies.get('cart'), /^cart_01ARZ/);
});

test('quantities that cannot be are said beside their field, as they were typed', async t => {
  const { browser, medusa } = await open(t);
  for (const quantity of ['', '0', '-1', '1.5', '6', '1000', '<b>']) {
    const response = await browser.send('/cart/items', { ...mug, quantity });
    assert.equal(response.status, 422, quantity);
    const text = await response.text();
    assert.match(text, /id="quantity-error"/);
    assert.ok(text.includes(`value="${quantity.replace('<b>', '&lt;b&gt;')}"`));
  }
  assert.ok(!medusa.requests.includes('POST /store/carts'));
});

test('the button that is pressed twice orders once', async t => {
  const { browser, medusa } = await open(t);
  await browser.send('/cart/items', mug);
  const presses = await Promise.all(
    [1, 2, 3].map(() => browser.send('/checkout/order', { total: '15' })),
  );
  for (const response of presses) {
    assert.equal(response.status, 303);
    assert.equal(
      response.headers.get('location'),
      `/orders/${ORDER_ID}/confirmed`,
    );
  }
  assert.equal(medusa.orders, 1);
  const completed = medusa.requests.filter(call => call.endsWith('/complete'));
  assert.equal(completed.length, 1);
  const again = await browser.send('/checkout/order', { total: '15' });
  assert.equal(again.headers.get('location'), `/orders/${ORDER_ID}/confirmed`);
  assert.equal(medusa.orders, 1);
});

test('an order whose answer was lost is found by trying again', async t => {
  const { browser, medusa } = await open(t);
  await browser.send('/cart/items', mug);
  let isLost = false;
  medusa.intercept = call => {
    if (!call.endsWith('/complete') || isLost) return undefined;
    isLost = true;
    medusa.orders += 1;
    medusa.isCompleted = true;
    return outage();
  };
  const response = await browser.send('/checkout/order', { total: '15' });
  assert.equal(
    response.headers.get('location'),
    `/orders/${ORDER_ID}/confirmed`,
  );
  assert.equal(medusa.orders, 1);
});

test('nothing is ordered for another total than the one that was seen', async t => {
  const { browser, medusa } = await open(t);
  await browser.send('/cart/items', mug);
  const response = await browser.send('/checkout/order', { total: '14' });
  assert.equal(response.status, 422);
  assert.match(await response.text(), /has changed since you saw it/);
  assert.equal(medusa.orders, 0);
});

test('goods that were sold in the meantime are said, and nothing is ordered', async t => {
  const { browser, medusa } = await open(t);
  await browser.send('/cart/items', mug);
  medusa.intercept = call =>
    call.endsWith('/complete')
      ? {
          status: 400,
          type: 'not_allowed',
          code: 'insufficient_inventory',
          message: '',
        }
      : undefined;
  const response = await browser.send('/checkout/order', { total: '15' });
  assert.equal(response.status, 422);
  assert.match(await response.text(), /just been sold out/);
});

test('an order is shown to the browser that placed it only', async t => {
  const { browser } = await open(t);
  await browser.send('/cart/items', mug);
  await browser.send('/checkout/order', { total: '15' });
  const path = `/orders/${ORDER_ID}/confirmed`;
  const response = await browser.open(path);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.match(await response.text(), /#7/);
  assert.equal((await new Browser(browser.url).open(path)).status, 404);
});

test('a shop on https keeps its cookies to https', async t => {
  const { browser } = await open(t, { STORE_URL: 'https://shop.example' });
  const response = await browser.send('/cart/items', mug, {
    Origin: 'https://shop.example',
  });
  assert.match(response.headers.get('set-cookie'), /^__Host-cart=.*; Secure$/);
});

test('many who look at the list at once cost Medusa one call', async t => {
  const { browser, medusa } = await open(t);
  await Promise.all(Array.from({ length: 20 }, () => browser.open('/')));
  const calls = medusa.requests.filter(call => call === 'GET /store/products');
  assert.equal(calls.length, 1);
});
