import { requestShop } from '../../e2e/lib/requestShop.mjs';
import { setTimeout as sleep } from 'node:timers/promises';

const sampleMs = 2_000;

/** What a shopper does next after the front page and a product's page: puts the product into a cart and looks at it. */
const fillCart = {
  async woocommerce({ url, fetchPage, html }) {
    const [, id] = /name="add-to-cart" value="(\d+)"/.exec(html) ?? [];
    await fetchPage(`${url}/?add-to-cart=${id}`);
    await fetchPage(`${url}/cart/`);
  },
  async medusa({ url, fetchPage, html }) {
    const field = name =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
    await fetchPage(`${url}/cart/items`, {
      method: 'POST',
      headers: {
        origin: url,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        product: field('product'),
        variant: field('variant'),
        quantity: '1',
      }).toString(),
    });
    await fetchPage(`${url}/cart`);
  },
};

/**
 * Lets shoppers look at pages and fill carts, one after the other without a pause, for some seconds.
 *
 * @param options.sample reads the memory of the store's pods in MiB, by component
 * @returns `largest` memory of each component, `pageTimes` in milliseconds, `requestsPerSecond`, and `errors`
 */
export async function shopInParallel({
  url,
  engine,
  shoppers,
  seconds,
  sample,
}) {
  const started = performance.now();
  const isOver = () => performance.now() - started > seconds * 1000;
  const pageTimes = [];
  let errors = 0;
  const largest = {};

  async function shop() {
    while (!isOver()) {
      const cookies = new Map();
      const fetchPage = async (address, options = {}) => {
        const began = performance.now();
        const answer = await requestShop(address, {
          ...options,
          headers: {
            ...options.headers,
            cookie: [...cookies].map(pair => pair.join('=')).join('; '),
          },
        });
        pageTimes.push(performance.now() - began);
        errors += answer.status >= 400 ? 1 : 0;
        for (const cookie of answer.headers['set-cookie'] ?? []) {
          const [name, value] = cookie.split(';')[0].split(/=(.*)/);
          cookies.set(name, value);
        }
        return answer.text;
      };
      const front = await fetchPage(`${url}/`);
      const product = front.match(/href="([^"]*\/products?\/[^"#?]+)"/)?.[1];
      const html = await fetchPage(new URL(product, url).href);
      await fillCart[engine]({ url, fetchPage, html });
    }
  }

  async function watchMemory() {
    while (!isOver()) {
      for (const [component, mebibytes] of Object.entries(await sample())) {
        largest[component] = Math.max(largest[component] ?? 0, mebibytes);
      }
      await sleep(sampleMs);
    }
  }

  await Promise.all([watchMemory(), ...Array.from({ length: shoppers }, shop)]);
  return {
    largest,
    pageTimes,
    errors,
    requestsPerSecond:
      (pageTimes.length / (performance.now() - started)) * 1000,
  };
}
