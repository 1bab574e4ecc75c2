import crypto from 'node:crypto';
import { Assets } from './assets.mjs';
import { Cookies } from './http/cookies.mjs';
import { BackendClient } from './medusa/BackendClient.mjs';
import { Carts } from './medusa/Carts.mjs';
import { Catalog } from './medusa/Catalog.mjs';
import { moneyFormat } from './money.mjs';
import { Status } from './status.mjs';

/** @import { Config } from './config.mjs' */
/** @import { Frame } from './pages/layout.mjs' */

/**
 * What pages are made with.
 *
 * @typedef {object} Shown
 * @property {Frame} frame
 * @property {(amount: number, currency: string) => string} money
 * @property {(date: Date) => string} date
 * @property {(url: string | null) => string | undefined} pictureUrl
 * @property {URL} storeUrl
 */

/**
 * A request as the routes see it.
 *
 * @typedef {object} ShopRequest
 * @property {string} path
 * @property {URLSearchParams} query
 * @property {Record<string, string>} params From the route's path.
 * @property {import('node:http').IncomingMessage} raw
 * @property {string | undefined} cartId
 * @property {string[]} orderIds Orders that this browser placed, the newest first.
 */

/** The parts of the shop, put together. */
export class Shop {
  /** @param {{ config: Config, version: string, assetsDirectory: string }} options */
  constructor({ config, version, assetsDirectory }) {
    const { backendUrl, publishableKey, currency, country, storeId, storeUrl } =
      config;
    const client = new BackendClient({ url: backendUrl, publishableKey });
    this.config = config;
    this.assets = new Assets(assetsDirectory);
    this.catalog = new Catalog({ client, currency, country });
    this.carts = new Carts(client);
    this.cookies = new Cookies({
      secure: storeUrl.protocol === 'https:',
      key: config.probeKey ?? crypto.randomBytes(32),
    });
    this.status = new Status({
      storeId,
      versions: { storefront: version },
      check: async () => {
        await this.catalog.checkRegion();
        return client.versions;
      },
    });
    this.money = moneyFormat(country);
    this.date = new Intl.DateTimeFormat(`en-${country.toUpperCase()}`, {
      dateStyle: 'long',
    });
  }

  /**
   * @param {ShopRequest} request
   * @param {{ cart?: import('./medusa/types.mjs').Cart }} [options] `cart` when it was read already.
   * @returns {Promise<Shown>}
   */
  async shown(request, { cart } = {}) {
    const [categories, cartCount] = await Promise.all([
      this.catalog.categories().catch(() => []),
      cart ? countOf(cart) : this.#cartCount(request.cartId),
    ]);
    return {
      frame: { ...this.bareFrame(request.path), categories, cartCount },
      money: this.money,
      date: date => this.date.format(date),
      pictureUrl: url => this.#pictureUrl(url),
      storeUrl: this.config.storeUrl,
    };
  }

  /** For pages that have to work while Medusa is away. @param {string} path @returns {Frame} */
  bareFrame(path) {
    return {
      storeName: this.config.storeName,
      styleUrl: this.assets.styleUrl,
      iconUrl: this.assets.iconUrl,
      categories: [],
      cartCount: undefined,
      path,
    };
  }

  /** @param {ShopRequest} request @returns {Promise<import('./medusa/types.mjs').Cart | undefined>} One that can be ordered. */
  async openCart({ cartId }) {
    const cart =
      cartId === undefined ? undefined : await this.carts.get(cartId);
    return cart?.completed_at ? undefined : cart;
  }

  async #cartCount(cartId) {
    try {
      const cart =
        cartId === undefined ? undefined : await this.carts.get(cartId);
      return cart && !cart.completed_at ? countOf(cart) : 0;
    } catch {
      // The page that is asked for may still work, and tells by itself if it does not.
      return undefined;
    }
  }

  /** Pictures come from the shop's own host only, whatever address Medusa knows itself by. */
  #pictureUrl(url) {
    const parsed = url ? URL.parse(url, this.config.storeUrl) : null;
    if (!parsed || parsed.pathname.startsWith('//')) {
      return undefined;
    }
    const isOurs =
      parsed.origin === this.config.storeUrl.origin ||
      parsed.pathname.startsWith('/static/');
    return isOurs ? parsed.pathname + parsed.search : undefined;
  }
}

function countOf(cart) {
  return cart.items.reduce((sum, item) => sum + item.quantity, 0);
}
