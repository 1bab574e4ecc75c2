import { attributes, html } from '../html.mjs';
import { countryName } from '../money.mjs';
import { layout } from './layout.mjs';
import {
  addressLines,
  errorSummary,
  itemsList,
  notice,
  textField,
  totalsTable,
} from './parts.mjs';

/** @import { Cart, ShippingOption } from '../medusa/types.mjs' */
/** @import { Shown } from '../Shop.mjs' */

/** @type {{ name: string, label: string, hint?: string, isOptional?: boolean, input?: Record<string, string | number> }[]} */
const ADDRESS_FIELDS = [
  {
    name: 'first_name',
    label: 'First name',
    input: { autocomplete: 'given-name' },
  },
  {
    name: 'last_name',
    label: 'Last name',
    input: { autocomplete: 'family-name' },
  },
  {
    name: 'address_1',
    label: 'Street and house number',
    input: { autocomplete: 'address-line1' },
  },
  {
    name: 'address_2',
    label: 'Apartment, floor or company',
    isOptional: true,
    input: { autocomplete: 'address-line2' },
  },
  {
    name: 'postal_code',
    label: 'Postal code',
    input: { autocomplete: 'postal-code', maxlength: 20 },
  },
  {
    name: 'city',
    label: 'Town or city',
    input: { autocomplete: 'address-level2' },
  },
  {
    name: 'province',
    label: 'State or region',
    isOptional: true,
    input: { autocomplete: 'address-level1' },
  },
];

/**
 * @param {Shown} shown
 * @param {object} options
 * @param {Cart} options.cart
 * @param {string[]} options.countries
 * @param {Record<string, string | undefined>} options.values
 * @param {{ field?: string, message: string }[]} [options.errors]
 */
export function checkoutPage(shown, { cart, countries, values, errors = [] }) {
  const errorOf = name => errors.find(({ field }) => field === name)?.message;
  const field = options =>
    textField({
      ...options,
      value: values[options.name],
      error: errorOf(options.name),
    });
  return layout(shown.frame, {
    title: errors.length > 0 ? 'Error: checkout' : 'Checkout',
    isPrivate: true,
    content: html`<div class="wrap section">
      ${errorSummary(errors)} ${steps(1)}
      <h1 class="page-title">Where should we deliver?</h1>
      <div class="split">
        <form
          class="panel panel--form"
          method="post"
          action="/checkout"
          novalidate
        >
          <fieldset>
            <legend>Contact</legend>
            ${field({
              name: 'email',
              label: 'Email address',
              hint: 'Only for questions about this order.',
              input: {
                type: 'email',
                autocomplete: 'email',
                inputmode: 'email',
                maxlength: 254,
              },
            })}
            ${field({
              name: 'phone',
              label: 'Phone number',
              hint: 'The carrier may call you about the delivery.',
              isOptional: true,
              input: { type: 'tel', autocomplete: 'tel', maxlength: 30 },
            })}
          </fieldset>
          <fieldset class="address-fields">
            <legend>Delivery address</legend>
            ${ADDRESS_FIELDS.map(field)}
            ${countryField(
              countries,
              values.country_code,
              errorOf('country_code'),
            )}
          </fieldset>
          <button class="button button--wide" type="submit">
            Continue to review
          </button>
        </form>
        ${summary(shown, cart)}
      </div>
    </div>`,
  });
}

/**
 * @param {Shown} shown
 * @param {object} options
 * @param {Cart} options.cart
 * @param {ShippingOption[]} options.shippingOptions
 * @param {string} [options.message] What was done.
 * @param {string} [options.error]
 */
export function reviewPage(shown, { cart, shippingOptions, message, error }) {
  const { money } = shown;
  const chosen = cart.shipping_methods[0]?.shipping_option_id;
  return layout(shown.frame, {
    title: error ? 'Error: review your order' : 'Review your order',
    isPrivate: true,
    content: html`<div class="wrap section">
      ${error && errorSummary([{ message: error }])} ${notice(message)}
      ${steps(2)}
      <h1 class="page-title">Review your order</h1>
      <div class="split">
        <div class="stack">
          <section class="panel" aria-labelledby="address-title">
            <div class="panel__head">
              <h2 id="address-title">Deliver to</h2>
              <a href="/checkout"
                >Change<span class="visually-hidden">
                  address or contact</span
                ></a
              >
            </div>
            ${addressLines(cart.shipping_address ?? {}, countryName)}
            <p class="muted">${cart.email}</p>
          </section>
          <section class="panel" aria-labelledby="delivery-title">
            <h2 id="delivery-title">Delivery</h2>
            ${deliveryChoices(shippingOptions, chosen, option =>
              money(option.amount, cart.currency_code),
            )}
          </section>
          <section class="panel" aria-labelledby="payment-title">
            <h2 id="payment-title">Payment</h2>
            <div>
              <p><strong>Pay on delivery</strong></p>
              <p class="muted">
                Manual payment: nothing is charged now. You pay when your order
                arrives.
              </p>
            </div>
          </section>
        </div>
        <section class="panel" aria-labelledby="summary-title">
          <h2 id="summary-title">Your order</h2>
          ${itemsList(cart, money, shown.pictureUrl)}
          ${totalsTable(cart, money)}
          <form method="post" action="/checkout/order">
            <input type="hidden" name="total" value="${cart.total}" />
            <button
              class="button button--wide"
              type="submit"
              ${attributes({ disabled: chosen === undefined })}
            >
              Place order
            </button>
          </form>
          <p class="center"><a href="/cart">Change your cart</a></p>
        </section>
      </div>
    </div>`,
  });
}

function deliveryChoices(options, chosen, priceOf) {
  const name = option =>
    html`<span>${option.name}</span
      ><span>${option.amount === 0 ? 'Free' : priceOf(option)}</span>`;
  if (options.length === 0) {
    return html`<p>
      Nothing in this cart can be delivered to this address. Please
      <a href="/checkout">change the address</a> or
      <a href="/cart">your cart</a>.
    </p>`;
  }
  if (options.length === 1 && options[0].id === chosen) {
    return html`<p class="delivery delivery--only">${name(options[0])}</p>`;
  }
  return html`<form
    class="deliveries"
    method="post"
    action="/checkout/delivery"
  >
    ${options.map(
      option =>
        html`<button
          class="delivery"
          type="submit"
          name="option"
          value="${option.id}"
          ${attributes({
            'aria-pressed': option.id === chosen ? 'true' : 'false',
          })}
        >
          ${name(option)}
        </button>`,
    )}
  </form>`;
}

function countryField(countries, chosen, error) {
  const described = attributes({
    'aria-invalid': error && 'true',
    'aria-describedby': error && 'country_code-error',
  });
  const named = countries
    .map(code => ({ code, name: countryName(code) }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return html`<div class="field">
    <label for="country_code">Country</label>
    ${error &&
    html`<p class="field__error" id="country_code-error">
      <span class="visually-hidden">Error: </span>${error}
    </p>`}
    <select
      id="country_code"
      name="country_code"
      autocomplete="country"
      required
      ${described}
    >
      ${named.map(
        ({ code, name }) =>
          html`<option
            value="${code}"
            ${attributes({ selected: code === chosen })}
          >
            ${name}
          </option>`,
      )}
    </select>
  </div>`;
}

function summary({ money, pictureUrl }, cart) {
  return html`<section class="panel" aria-labelledby="summary-title">
    <h2 id="summary-title">Your order</h2>
    ${itemsList(cart, money, pictureUrl)} ${totalsTable(cart, money)}
    <p class="center"><a href="/cart">Change your cart</a></p>
  </section>`;
}

function steps(/** @type {number} */ current) {
  const names = ['Delivery', 'Review', 'Done'];
  return html`<nav aria-label="Steps of the checkout">
    <ol class="steps">
      ${names.map(
        (name, index) =>
          html`<li
            ${attributes({ 'aria-current': index + 1 === current && 'step' })}
          >
            ${name}
          </li>`,
      )}
    </ol>
  </nav>`;
}
