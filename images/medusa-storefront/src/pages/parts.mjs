// Pieces that several pages are made of.
import { attributes, html } from '../html.mjs';

/** @import { SafeHtml } from '../html.mjs' */
/** @import { Totals } from '../medusa/types.mjs' */
/** @typedef {(amount: number, currency: string) => string} Money */

/**
 * A picture that fills its frame, or a quiet stand-in.
 *
 * @param {string | undefined} url
 * @param {{ alt: string, isFirst?: boolean }} options `alt` is empty where the text beside it says the same.
 */
export function picture(url, { alt, isFirst = false }) {
  if (!url) {
    return html`<span class="picture picture--none" aria-hidden="true"
      ><svg viewBox="0 0 48 48" focusable="false">
        <path d="M10 18h28l2 22H8l2-22Z" />
        <path d="M17 18v-3a7 7 0 0 1 14 0v3" /></svg
    ></span>`;
  }
  const loading = attributes({
    loading: isFirst ? 'eager' : 'lazy',
    fetchpriority: isFirst && 'high',
  });
  return html`<img
    class="picture"
    src="${url}"
    alt="${alt}"
    width="800"
    height="800"
    decoding="async"
    ${loading}
  />`;
}

/**
 * What went wrong with a form; the browser puts the focus there.
 *
 * @param {{ field?: string, message: string }[]} errors
 */
export function errorSummary(errors) {
  if (errors.length === 0) {
    return undefined;
  }
  return html`<div
    class="notice notice--error"
    role="alert"
    tabindex="-1"
    autofocus
    aria-labelledby="errors-title"
  >
    <h2 id="errors-title">
      ${errors.length === 1
        ? 'There is a problem'
        : `There are ${errors.length} problems`}
    </h2>
    <ul>
      ${errors.map(
        ({ field, message }) =>
          html`<li>
            ${field ? html`<a href="${`#${field}`}">${message}</a>` : message}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** @param {string | undefined} message */
export function notice(message) {
  return (
    message &&
    html`<p class="notice" role="status" tabindex="-1" autofocus>${message}</p>`
  );
}

/**
 * @param {object} options
 * @param {string} options.name Also its id.
 * @param {string} options.label
 * @param {string} [options.value]
 * @param {string} [options.error]
 * @param {string} [options.hint]
 * @param {boolean} [options.isOptional]
 * @param {Record<string, string | number | boolean>} [options.input] Further attributes.
 */
export function textField({
  name,
  label,
  value = '',
  error,
  hint,
  isOptional = false,
  input = {},
}) {
  const described = [hint && `${name}-hint`, error && `${name}-error`]
    .filter(Boolean)
    .join(' ');
  const given = attributes({
    type: 'text',
    maxlength: 120,
    ...input,
    required: !isOptional,
    'aria-invalid': error && 'true',
    'aria-describedby': described || undefined,
  });
  return html`<div class="field">
    <label for="${name}"
      >${label}${isOptional &&
      html` <span class="field__optional">(optional)</span>`}</label
    >
    ${hint && html`<p class="field__hint" id="${name}-hint">${hint}</p>`}
    ${error && fieldError(name, error)}
    <input id="${name}" name="${name}" value="${value}" ${given} />
  </div>`;
}

/** @param {string} name @param {string} message */
export function fieldError(name, message) {
  return html`<p class="field__error" id="${name}-error">
    <span class="visually-hidden">Error: </span>${message}
  </p>`;
}

/**
 * How a total comes about. Where prices include the tax, the tax is told below the total.
 *
 * @param {Totals} totals
 * @param {Money} money
 */
export function totalsTable(totals, money) {
  const { currency_code: currency } = totals;
  const inclusive =
    totals.items.length > 0 &&
    totals.items.every(item => item.is_tax_inclusive);
  const hasShipping = totals.shipping_methods.length > 0;
  const [goods, delivery, discount] = inclusive
    ? [
        totals.original_item_total,
        totals.original_shipping_total,
        totals.discount_total,
      ]
    : [
        totals.item_subtotal,
        totals.shipping_subtotal,
        totals.discount_subtotal,
      ];
  const row = (label, amount) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${money(amount, currency)}</dd>
    </div>`;
  return html`<dl class="totals">
      ${row('Products', goods)} ${discount > 0 && row('Discount', -discount)}
      ${hasShipping
        ? html`<div>
            <dt>Delivery</dt>
            <dd>${delivery === 0 ? 'Free' : money(delivery, currency)}</dd>
          </div>`
        : html`<div>
            <dt>Delivery</dt>
            <dd>At checkout</dd>
          </div>`}
      ${!inclusive && totals.tax_total > 0 && row('Tax', totals.tax_total)}
      <div class="totals__sum">
        <dt>${hasShipping ? 'Total' : 'Total so far'}</dt>
        <dd>${money(totals.total, currency)}</dd>
      </div>
    </dl>
    ${inclusive &&
    totals.tax_total > 0 &&
    html`<p class="totals__tax">
      Includes ${money(totals.tax_total, currency)} tax
    </p>`}`;
}

/**
 * The goods of a cart or an order, to be read only.
 *
 * @param {Totals} totals
 * @param {Money} money
 * @param {(url: string | null) => string | undefined} pictureUrl
 */
export function itemsList(totals, money, pictureUrl) {
  return html`<ul class="summary-items">
    ${totals.items.map(
      item => html`<li>
        <span class="summary-items__picture"
          >${picture(pictureUrl(item.thumbnail), { alt: '' })}</span
        >
        <span class="summary-items__text"
          ><span>${item.product_title ?? item.title}</span>
          <span class="muted"
            >${variantLabel(item.variant_title)}${item.quantity} ×
            ${money(item.unit_price, totals.currency_code)}</span
          ></span
        >
        <span
          >${money(item.unit_price * item.quantity, totals.currency_code)}</span
        >
      </li>`,
    )}
  </ul>`;
}

/** Medusa calls the only variant of a product "Default variant", which tells a customer nothing. */
export function variantName(/** @type {string | null | undefined} */ title) {
  return title && !/^default( variant| option value)?$/i.test(title)
    ? title
    : undefined;
}

function variantLabel(title) {
  const name = variantName(title);
  return name && `${name} · `;
}

/** @param {import('../medusa/types.mjs').Address} address @param {(code: string) => string} countryName @returns {SafeHtml} */
export function addressLines(address, countryName) {
  const lines = [
    [address.first_name, address.last_name],
    [address.address_1],
    [address.address_2],
    [address.postal_code, address.city],
    [address.province],
    [address.country_code && countryName(address.country_code)],
    [address.phone],
  ]
    .map(parts => parts.filter(Boolean).join(' '))
    .filter(Boolean);
  return html`<address>${lines.map(line => html`${line}<br />`)}</address>`;
}
