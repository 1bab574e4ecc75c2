import { attributes, html } from '../html.mjs';
import { MOST_OF_ONE } from '../stock.mjs';
import { layout, productPath } from './layout.mjs';
import {
  errorSummary,
  fieldError,
  notice,
  picture,
  totalsTable,
  variantName,
} from './parts.mjs';

/** @import { Cart } from '../medusa/types.mjs' */
/** @import { Shown } from '../Shop.mjs' */

/**
 * @param {Shown} shown
 * @param {object} options
 * @param {Cart | undefined} options.cart
 * @param {string} [options.message] What was done.
 * @param {{ itemId: string, quantity: string, message: string }} [options.error]
 */
export function cartPage(shown, { cart, message, error }) {
  const isEmpty = !cart || cart.items.length === 0;
  return layout(shown.frame, {
    title: error ? 'Error: your cart' : 'Your cart',
    isPrivate: true,
    content: html`<div class="wrap section">
      ${error &&
      errorSummary([
        { field: `quantity-${error.itemId}`, message: error.message },
      ])}
      ${notice(message)}
      <h1 class="page-title">Your cart</h1>
      ${isEmpty ? emptyCart() : filledCart(shown, cart, error)}
    </div>`,
  });
}

function emptyCart() {
  return html`<div class="empty">
    <p>Your cart is empty.</p>
    <p><a class="button" href="/">See all products</a></p>
  </div>`;
}

function filledCart(shown, cart, error) {
  return html`<div class="split">
    <ul class="cart-items">
      ${cart.items.map(
        item =>
          html`<li class="cart-item">
            ${cartItem(
              shown,
              cart,
              item,
              error?.itemId === item.id ? error : undefined,
            )}
          </li>`,
      )}
    </ul>
    <section class="panel" aria-labelledby="summary-title">
      <h2 id="summary-title">Summary</h2>
      ${totalsTable(cart, shown.money)}
      <p><a class="button button--wide" href="/checkout">Go to checkout</a></p>
      <p class="center"><a href="/">Continue shopping</a></p>
    </section>
  </div>`;
}

function cartItem({ money, pictureUrl }, cart, item, error) {
  const name = item.product_title ?? item.title;
  const variant = variantName(item.variant_title);
  const fullName = variant ? `${name}, ${variant}` : name;
  const id = `quantity-${item.id}`;
  return html`<span class="cart-item__picture"
      >${picture(pictureUrl(item.thumbnail), { alt: '' })}</span
    >
    <div class="cart-item__text">
      <h2>
        ${item.product_handle
          ? html`<a
              href="${productPath(
                item.product_handle,
                item.variant_id ?? undefined,
              )}"
              >${name}</a
            >`
          : name}
      </h2>
      ${variant && html`<p class="muted">${variant}</p>`}
      <p class="muted">${money(item.unit_price, cart.currency_code)} each</p>
    </div>
    <p class="cart-item__price">
      ${money(item.unit_price * item.quantity, cart.currency_code)}
    </p>
    <div class="cart-item__actions">
      <form method="post" action="/cart/items/${item.id}" novalidate>
        ${error && fieldError(id, error.message)}
        <label for="${id}"
          >Quantity<span class="visually-hidden"> of ${fullName}</span></label
        >
        <input
          class="quantity"
          id="${id}"
          name="quantity"
          type="number"
          inputmode="numeric"
          min="1"
          max="${MOST_OF_ONE}"
          value="${error?.quantity ?? item.quantity}"
          required
          ${attributes({
            'aria-invalid': error && 'true',
            'aria-describedby': error && `${id}-error`,
          })}
        />
        <button class="button button--quiet" type="submit">
          Update<span class="visually-hidden">
            the quantity of ${fullName}</span
          >
        </button>
      </form>
      <form method="post" action="/cart/items/${item.id}/remove">
        <button class="link-button" type="submit">
          Remove<span class="visually-hidden"> ${fullName}</span>
        </button>
      </form>
    </div>`;
}
