// A shop for the tests, on a port of its own, and a browser that keeps cookies.
import path from 'node:path';
import { createServer } from '../src/server.mjs';
import { readConfig } from '../src/config.mjs';
import { Shop } from '../src/Shop.mjs';

/**
 * @param {import('node:test').TestContext} test
 * @param {Record<string, string>} env
 */
export async function startShop(test, env) {
  const config = readConfig({
    STORE_ID: 'store-1',
    STORE_NAME: 'Test & Co',
    STORE_URL: 'http://shop.example:8080',
    STORE_CURRENCY: 'EUR',
    STORE_COUNTRY: 'DE',
    PROBE_KEY: 'probe-key',
    ...env,
  });
  const assetsDirectory = path.join(import.meta.dirname, '../assets');
  const shop = new Shop({ config, version: '1.0.0', assetsDirectory });
  /** @type {Record<string, unknown>[]} */
  const logged = [];
  const server = createServer(shop, entry => logged.push(entry));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (
    server.address()
  );
  return { url: `http://127.0.0.1:${port}`, logged };
}

export class Browser {
  /** @type {Map<string, string>} */
  cookies = new Map();

  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /** @param {string} where @param {RequestInit} [init] */
  async open(where, init = {}) {
    const response = await fetch(new URL(where, this.url), {
      redirect: 'manual',
      ...init,
      headers: {
        Cookie: [...this.cookies].map(pair => pair.join('=')).join('; '),
        ...init.headers,
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair, ...rest] = cookie.split('; ');
      const [name, value] = pair.split(/=(.*)/s);
      if (rest.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** @param {string} path @param {Record<string, string>} fields @param {Record<string, string>} [headers] */
  async send(path, fields, headers = {}) {
    return this.open(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: this.url, ...headers },
    });
  }
}
