// Shops like a person in front of a real Medusa, given by MEDUSA_TEST_URL, that has a product in stock. Run by hand: on a
// node e2e/real does the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, startShop } from './startShop.mjs';

const {
  MEDUSA_TEST_URL = '',
  MEDUSA_TEST_CURRENCY = 'EUR',
  MEDUSA_TEST_COUNTRY = 'DE',
} = process.env;
const skip = !MEDUSA_TEST_URL && 'MEDUSA_TEST_URL names no Medusa server';

const contact = {
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'Lovelace',
  address_1: 'Torstraße 1',
  postal_code: '10119',
  city: 'Berlin',
  country_code: MEDUSA_TEST_COUNTRY.toLowerCase(),
};

async function start(t) {
  return startShop(t, {
    MEDUSA_BACKEND_URL: MEDUSA_TEST_URL,
    STORE_CURRENCY: MEDUSA_TEST_CURRENCY,
    STORE_COUNTRY: MEDUSA_TEST_COUNTRY,
  });
}

async function enter(t) {
  const shop = await start(t);
  const browser = new Browser(shop.url);
  /** Follows the redirects of an answer, as browsers do. */
  const read = async (path, fields) => {
    let response = await (fields
      ? browser.send(path, fields)
      : browser.open(path));
    for (let next; (next = response.headers.get('location')); ) {
      response = await browser.open(next);
    }
    return {
      status: response.status,
      text: await response.text(),
      url: response.url,
    };
  };
  return { browser, read };
}

function field(text, name) {
  return text.match(new RegExp(`name="${name}"[^>]*?value="([^"]*)"`))?.[1];
}

/** Puts the first product that can be bought into the cart. */
async function fillCart(read) {
  const home = await read('/');
  for (const [, path] of home.text.matchAll(/href="(\/products\/[^"]+)"/g)) {
    const { text } = await read(path);
    const variant = field(text, 'variant');
    const product = field(text, 'product');
    if (variant && product) {
      const most = Number(text.match(/max="(\d+)"/)?.[1]);
      await read('/cart/items', { product, variant, quantity: '1' });
      return { product, variant, most };
    }
  }
  throw new Error('There is nothing to buy');
}

test(
  'a customer finds a product, orders it and sees the order',
  { skip },
  async t => {
    const { browser, read } = await enter(t);
    await fillCart(read);
    const cart = await read('/cart');
    const [, item] = cart.text.match(/action="\/cart\/items\/(\w+)"/) ?? [];
    const changed = await read(`/cart/items/${item}`, { quantity: '2' });
    assert.match(changed.text, /Your cart was updated/);

    const refused = await read('/checkout', {
      ...contact,
      email: 'ada',
      city: '',
    });
    assert.equal(refused.status, 422);
    assert.equal(field(refused.text, 'first_name'), 'Ada');
    assert.match(refused.text, /id="city-error"/);

    const review = await read('/checkout', contact);
    assert.match(review.url, /\/checkout\/review$/);
    assert.match(review.text, /Torstraße 1/);
    assert.match(review.text, /Pay on delivery/);
    const total = field(review.text, 'total') ?? '';

    const presses = await Promise.all(
      [1, 2, 3].map(() => browser.send('/checkout/order', { total })),
    );
    const places = new Set(
      presses.map(({ headers }) => headers.get('location')),
    );
    assert.equal(places.size, 1);
    const [place] = places;
    assert.match(place ?? '', /^\/orders\/order_\w+\/confirmed$/);
    const confirmed = await read(place);
    assert.match(confirmed.text, /Thank you for your order/);
    assert.match(confirmed.text, /ada@example\.com/);
    assert.equal(
      (await new Browser(browser.url).open(place ?? '')).status,
      404,
    );
    assert.match((await read('/cart')).text, /Your cart is empty/);
    assert.match((await read('/checkout/order', { total })).url, /confirmed$/);
  },
);

test('a cart holds no more than there is', { skip }, async t => {
  const { read } = await enter(t);
  const { product, variant, most } = await fillCart(read);
  const more = await read('/cart/items', {
    product,
    variant,
    quantity: String(most + 1),
  });
  assert.equal(more.status, 422);
  assert.match(more.text, /id="quantity-error"/);
});

test(
  'a removed product is gone, and an empty cart cannot be ordered',
  { skip },
  async t => {
    const { read } = await enter(t);
    await fillCart(read);
    const cart = await read('/cart');
    const [, item] = cart.text.match(/action="\/cart\/items\/(\w+)"/) ?? [];
    assert.match(
      (await read(`/cart/items/${item}/remove`, {})).text,
      /Your cart is empty/,
    );
    assert.match((await read('/checkout')).text, /Your cart is empty/);
    assert.match(
      (await read('/checkout/order', { total: '0' })).text,
      /Your cart is empty/,
    );
  },
);
