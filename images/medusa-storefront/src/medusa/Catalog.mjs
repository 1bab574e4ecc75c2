// What is for sale, where, and in which currency.
import { BackendError } from './BackendClient.mjs';

/** @import { Category, Product, Region } from './types.mjs' */

export const PRODUCTS_PER_PAGE = 24;
const SETTINGS_LIFE = 60_000;
/** Lists are what most customers look at, and cost Medusa the most. */
const LIST_LIFE = 5_000;
const MOST_LISTS = 50;
const PRODUCT_FIELDS = [
  '*variants.calculated_price',
  '+variants.inventory_quantity',
  '+variants.manage_inventory',
  '+variants.allow_backorder',
].join(',');

export class Catalog {
  #client;
  #currency;
  #country;
  #region;
  #categories;
  /** @type {Map<string, () => Promise<{ products: Product[], count: number }>>} */
  #lists = new Map();

  /**
   * @param {{ client: import('./BackendClient.mjs').BackendClient, currency: string, country: string }} options
   */
  constructor({ client, currency, country }) {
    this.#client = client;
    this.#currency = currency;
    this.#country = country;
    this.#region = kept(() => this.#fetchRegion(), SETTINGS_LIFE);
    this.#categories = kept(() => this.#fetchCategories(), SETTINGS_LIFE);
  }

  /** @returns {Promise<Region>} The one that the shop sells in. */
  async region() {
    return this.#region();
  }

  /** @returns {Promise<Category[]>} Those of the top level that the merchant shows. */
  async categories() {
    return this.#categories();
  }

  /**
   * @param {{ page: number, categoryId?: string }} options
   * @returns {Promise<{ products: Product[], count: number }>}
   */
  async products({ page, categoryId }) {
    const name = `${page} ${categoryId}`;
    let list = this.#lists.get(name);
    if (!list) {
      if (this.#lists.size >= MOST_LISTS) this.#lists.clear();
      list = kept(() => this.#fetchProducts(page, categoryId), LIST_LIFE);
      this.#lists.set(name, list);
    }
    return list();
  }

  /** @param {string} handle @returns {Promise<Product | undefined>} */
  async product(handle) {
    return this.#oneProduct({ handle });
  }

  /** @param {string} productId @returns {Promise<Product | undefined>} */
  async productById(productId) {
    return this.#oneProduct({ id: productId });
  }

  /** Asks the backend now, for the answer of a probe. */
  async checkRegion() {
    await this.#fetchRegion();
  }

  async #fetchProducts(page, categoryId) {
    const { id } = await this.region();
    const answer = await this.#client.get('/store/products', {
      query: {
        region_id: id,
        country_code: this.#country,
        category_id: categoryId,
        limit: PRODUCTS_PER_PAGE,
        offset: (page - 1) * PRODUCTS_PER_PAGE,
        order: '-created_at',
        fields: PRODUCT_FIELDS,
      },
    });
    return { products: answer.products, count: answer.count };
  }

  async #oneProduct(filter) {
    const { id } = await this.region();
    const answer = await this.#client.get('/store/products', {
      query: {
        ...filter,
        region_id: id,
        country_code: this.#country,
        limit: 1,
        fields: PRODUCT_FIELDS,
      },
    });
    return answer.products[0];
  }

  async #fetchRegion() {
    const { regions } = await this.#client.get('/store/regions', {
      query: { limit: 100, fields: 'id,currency_code,*countries' },
      timeout: 3_000,
    });
    const inCurrency = regions.filter(
      region => region.currency_code === this.#currency,
    );
    const region =
      inCurrency.find(({ countries }) =>
        countries.some(({ iso_2 }) => iso_2 === this.#country),
      ) ??
      inCurrency[0] ??
      regions[0];
    if (!region) {
      throw new BackendError('GET /store/regions', {
        status: 503,
        type: 'no_region',
      });
    }
    return region;
  }

  async #fetchCategories() {
    const answer = await this.#client.get('/store/product-categories', {
      query: {
        parent_category_id: 'null',
        limit: 8,
        fields: 'id,name,handle,description',
      },
    });
    return answer.product_categories;
  }
}

/**
 * Keeps an answer for a while, and asks once for all who wait for it. Failures are not kept.
 *
 * @template T
 * @param {() => Promise<T>} fetchIt
 * @param {number} life In milliseconds.
 * @returns {() => Promise<T>}
 */
function kept(fetchIt, life) {
  let promise;
  let until = 0;
  return () => {
    if (!promise || Date.now() >= until) {
      const asked = fetchIt();
      promise = asked;
      until = Date.now() + life;
      asked.catch(() => {
        if (promise === asked) promise = undefined;
      });
    }
    return promise;
  };
}
