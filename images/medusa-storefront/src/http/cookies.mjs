// The cookies of the shop: which cart is this browser's, and which orders it placed.
import crypto from 'node:crypto';

const THIRTY_DAYS = 30 * 24 * 60 * 60;
const CART_ID = /^cart_[0-9A-Za-z]{20,40}$/;
const ORDER_ID = /^order_[0-9A-Za-z]{20,40}$/;
const KEPT_ORDERS = 5;

export class Cookies {
  #secure;
  #key;

  /** @param {{ secure: boolean, key: string | Buffer }} options `key` signs the list of orders. */
  constructor({ secure, key }) {
    this.#secure = secure;
    this.#key = key;
  }

  /**
   * The id of a cart is as good as a password for it, so it needs no signature.
   *
   * @param {string | undefined} header
   */
  cartId(header) {
    const value = this.#read(header, 'cart');
    return value !== undefined && CART_ID.test(value) ? value : undefined;
  }

  /**
   * @param {string | undefined} header
   * @returns {string[]} The newest first.
   */
  orderIds(header) {
    const [list = '', signature = ''] = (
      this.#read(header, 'orders') ?? ''
    ).split('~');
    const isOurs = equal(signature, this.#sign(list));
    return isOurs ? list.split('.').filter(id => ORDER_ID.test(id)) : [];
  }

  /** @param {string} cartId */
  setCart(cartId) {
    return this.#write('cart', cartId, THIRTY_DAYS);
  }

  clearCart() {
    return this.#write('cart', '', 0);
  }

  /**
   * @param {string} orderId
   * @param {string[]} earlier
   */
  setOrder(orderId, earlier) {
    const list = [...new Set([orderId, ...earlier])]
      .slice(0, KEPT_ORDERS)
      .join('.');
    return this.#write('orders', `${list}~${this.#sign(list)}`, THIRTY_DAYS);
  }

  #sign(list) {
    return crypto
      .createHmac('sha256', this.#key)
      .update(`orders:${list}`)
      .digest('hex');
  }

  #name(name) {
    return this.#secure ? `__Host-${name}` : name;
  }

  #read(header, name) {
    const start = `${this.#name(name)}=`;
    return header
      ?.split(';')
      .map(part => part.trim())
      .find(part => part.startsWith(start))
      ?.slice(start.length);
  }

  #write(name, value, maxAge) {
    const secure = this.#secure ? '; Secure' : '';
    return `${this.#name(
      name,
    )}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
  }
}

/**
 * Compares in a time that does not depend on where the texts differ.
 *
 * @param {string} given
 * @param {string} expected
 */
export function equal(given, expected) {
  const digests = [given, expected].map(text =>
    crypto.createHash('sha256').update(text).digest(),
  );
  return crypto.timingSafeEqual(digests[0], digests[1]);
}
