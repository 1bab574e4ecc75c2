// One customer's cart, from the first product to the order.
import { setTimeout as wait } from 'node:timers/promises';
import { BackendError } from './BackendClient.mjs';

/** @import { Address, Cart, Order, ShippingOption } from './types.mjs' */

/** Medusa's own provider of payments that are made outside of the shop. */
const MANUAL_PAYMENT = 'pp_system_default';
const COMPLETE_TIMEOUT = 40_000;
const CART_FIELDS = '+shipping_methods.name,+shipping_methods.id';

export class Carts {
  #client;
  /** @type {Map<string, Promise<Order>>} */
  #completing = new Map();

  /** @param {import('./BackendClient.mjs').BackendClient} client */
  constructor(client) {
    this.#client = client;
  }

  /** @param {string} cart @returns {Promise<Cart | undefined>} Undefined when Medusa knows none of this id. */
  async get(cart) {
    try {
      const answer = await this.#client.get('/store/carts/{cart}', {
        params: { cart },
        query: { fields: CART_FIELDS },
      });
      return inOrder(answer.cart);
    } catch (error) {
      if (error instanceof BackendError && error.isNotFound) return undefined;
      throw error;
    }
  }

  /**
   * @param {{ regionId: string, countryCode: string, variantId: string, quantity: number }} options
   * @returns {Promise<Cart>}
   */
  async create({ regionId, countryCode, variantId, quantity }) {
    const answer = await this.#client.post('/store/carts', {
      body: {
        region_id: regionId,
        // Taxes can be shown before the customer has told where to deliver.
        shipping_address: { country_code: countryCode },
        items: [{ variant_id: variantId, quantity }],
      },
    });
    return answer.cart;
  }

  /** @param {string} cart @param {{ variantId: string, quantity: number }} item */
  async add(cart, { variantId, quantity }) {
    await this.#client.post('/store/carts/{cart}/line-items', {
      params: { cart },
      body: { variant_id: variantId, quantity },
    });
  }

  /** @param {string} cart @param {string} item @param {number} quantity */
  async setQuantity(cart, item, quantity) {
    await this.#client.post('/store/carts/{cart}/line-items/{item}', {
      params: { cart, item },
      body: { quantity },
    });
  }

  /** @param {string} cart @param {string} item */
  async remove(cart, item) {
    await this.#client.delete('/store/carts/{cart}/line-items/{item}', {
      params: { cart, item },
    });
  }

  /** @param {string} cart @param {{ email: string, address: Address }} contact */
  async setContact(cart, { email, address }) {
    await this.#client.post('/store/carts/{cart}', {
      params: { cart },
      body: { email, shipping_address: address, billing_address: address },
    });
  }

  /** @param {string} cart @returns {Promise<ShippingOption[]>} Only those whose price is known and that have the goods. */
  async shippingOptions(cart) {
    const { shipping_options: options } = await this.#client.get(
      '/store/shipping-options',
      {
        query: { cart_id: cart },
      },
    );
    return options
      .filter(
        option =>
          typeof option.amount === 'number' && !option.insufficient_inventory,
      )
      .sort((one, other) => one.amount - other.amount);
  }

  /** @param {string} cart @param {string} option */
  async chooseShipping(cart, option) {
    await this.#client.post('/store/carts/{cart}/shipping-methods', {
      params: { cart },
      body: { option_id: option },
    });
  }

  /**
   * Places the order. However often and at once it is called for a cart, there is one order, and it is returned.
   *
   * @param {Cart} cart
   * @returns {Promise<Order>}
   */
  async complete(cart) {
    let order = this.#completing.get(cart.id);
    if (!order) {
      order = this.#payAndComplete(cart).finally(() =>
        this.#completing.delete(cart.id),
      );
      this.#completing.set(cart.id, order);
    }
    return order;
  }

  /** @param {string} order @returns {Promise<Order | undefined>} */
  async order(order) {
    try {
      const answer = await this.#client.get('/store/orders/{order}', {
        params: { order },
      });
      return inOrder(answer.order);
    } catch (error) {
      if (error instanceof BackendError && error.isNotFound) return undefined;
      throw error;
    }
  }

  async #payAndComplete(cart) {
    try {
      if (!cart.completed_at) {
        await this.#preparePayment(cart);
      }
      return await this.#order(cart.id);
    } catch (error) {
      // Another replica, or a request that we gave up, may have placed the order since.
      if (error instanceof BackendError && (await this.#isCompleted(cart.id))) {
        return this.#order(cart.id);
      }
      throw error;
    }
  }

  async #isCompleted(cartId) {
    return Boolean((await this.get(cartId))?.completed_at);
  }

  async #preparePayment(cart) {
    const isReady = cart.payment_collection?.payment_sessions?.some(
      session =>
        session.provider_id === MANUAL_PAYMENT && session.status === 'pending',
    );
    if (isReady) {
      return;
    }
    const answer = await this.#client.post('/store/payment-collections', {
      body: { cart_id: cart.id },
    });
    await this.#client.post(
      '/store/payment-collections/{collection}/payment-sessions',
      {
        params: { collection: answer.payment_collection.id },
        body: { provider_id: MANUAL_PAYMENT },
      },
    );
  }

  async #order(cart) {
    const deadline = Date.now() + COMPLETE_TIMEOUT;
    for (;;) {
      try {
        const answer = await this.#client.post('/store/carts/{cart}/complete', {
          params: { cart },
          timeout: COMPLETE_TIMEOUT,
        });
        if (answer.type === 'order') {
          return answer.order;
        }
        throw new BackendError('POST /store/carts/{cart}/complete', {
          status: 402,
          type: answer.error?.type,
          detail: answer.error?.message,
        });
      } catch (error) {
        const isBusy = error instanceof BackendError && error.status === 409;
        if (!isBusy || Date.now() > deadline) throw error;
        await wait(300);
      }
    }
  }
}

/** Medusa returns the goods in no certain order; customers look for them where they were. */
function inOrder(totals) {
  const items = totals.items.toSorted(
    (one, other) =>
      one.created_at.localeCompare(other.created_at) ||
      one.id.localeCompare(other.id),
  );
  return { ...totals, items };
}
