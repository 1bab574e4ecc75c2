import { attributes, html } from '../html.mjs';
import { available, beforeOf, isAvailable, stockOf } from '../stock.mjs';
import { layout, productPath } from './layout.mjs';
import { errorSummary, fieldError, picture } from './parts.mjs';

/** @import { Product, Variant } from '../medusa/types.mjs' */
/** @import { Shown } from '../Shop.mjs' */

/**
 * @param {Shown} shown
 * @param {object} options
 * @param {Product} options.product
 * @param {Variant | undefined} options.variant The chosen one.
 * @param {string} [options.quantity] As it was typed.
 * @param {string} [options.error] About the quantity.
 */
export function productPage(
  shown,
  { product, variant, quantity = '1', error },
) {
  const urls = picturesOf(product, shown.pictureUrl);
  return layout(shown.frame, {
    title: error ? `Error: ${product.title}` : product.title,
    description: product.description?.slice(0, 160),
    image: urls[0] && new URL(urls[0], shown.storeUrl).href,
    content: html`<div class="wrap section product">
      <div class="product__pictures">${gallery(product, urls)}</div>
      <div class="product__text">
        ${errorSummary(error ? [{ field: 'quantity', message: error }] : [])}
        <h1 class="page-title">${product.title}</h1>
        ${product.subtitle && html`<p class="lead">${product.subtitle}</p>`}
        <div id="buy" class="buy">
          ${variant
            ? buyForm(shown, { product, variant, quantity, error })
            : html`<p class="muted">
                This product cannot be bought at the moment.
              </p>`}
        </div>
        ${description(product.description)}
      </div>
    </div>`,
  });
}

function buyForm({ money }, { product, variant, quantity, error }) {
  const { calculated_price: price } = variant;
  const stock = stockOf(variant);
  const canBuy = isAvailable(variant);
  return html` ${price &&
    html`<p class="price">
      <span>${money(price.calculated_amount, price.currency_code)}</span>
      ${beforeOf(price) !== undefined &&
      html`<s
        ><span class="visually-hidden">Before: </span>${money(
          price.original_amount,
          price.currency_code,
        )}</s
      >`}
    </p>`}
    ${optionChoices(product, variant)}
    <p class="stock stock--${stock.level}">
      <span aria-hidden="true"></span>${stock.text}
    </p>
    ${canBuy
      ? html`<form
          class="buy__form"
          method="post"
          action="/cart/items"
          novalidate
        >
          <input type="hidden" name="variant" value="${variant.id}" />
          <input type="hidden" name="product" value="${product.handle}" />
          <div class="field">
            <label for="quantity">Quantity</label>
            ${error && fieldError('quantity', error)}
            <input
              class="quantity"
              id="quantity"
              name="quantity"
              type="number"
              inputmode="numeric"
              min="1"
              max="${available(variant)}"
              value="${quantity}"
              required
              ${attributes({
                'aria-invalid': error && 'true',
                'aria-describedby': error && 'quantity-error',
              })}
            />
          </div>
          <button class="button button--wide" type="submit">Add to cart</button>
        </form>`
      : html`<p>
          <button class="button button--wide" type="button" disabled>
            Sold out
          </button>
        </p>`}`;
}

/** Each value is a link to the variant that one would have with it, so that its price and stock are known. */
function optionChoices(product, variant) {
  const options = (product.options ?? []).filter(
    () => product.variants.length > 1,
  );
  return options.map(option => {
    const chosen = valueOf(variant, option.id);
    const values = (option.values ?? []).map(({ value }) => value);
    return html`<div
      class="choices"
      role="group"
      aria-labelledby="${option.id}"
    >
      <p class="choices__name" id="${option.id}">
        ${option.title}: <strong>${chosen}</strong>
      </p>
      <ul>
        ${values.map(value => {
          const other = withOption(product, variant, option.id, value);
          return (
            other &&
            html`<li>
              <a
                class="${isAvailable(other) ? 'choice' : 'choice choice--none'}"
                href="${`${productPath(product.handle, other.id)}#buy`}"
                ${attributes({ 'aria-current': value === chosen && 'true' })}
                >${value}${!isAvailable(other) &&
                html`<span class="visually-hidden"> (sold out)</span>`}</a
              >
            </li>`
          );
        })}
      </ul>
    </div>`;
  });
}

/**
 * The variant with another value of one option that keeps most of the others.
 *
 * @param {Product} product
 * @param {Variant} variant
 * @param {string} optionId
 * @param {string} value
 */
export function withOption(product, variant, optionId, value) {
  const kept = candidate =>
    (candidate.options ?? []).filter(
      option =>
        option.option_id !== optionId &&
        valueOf(variant, option.option_id) === option.value,
    ).length;
  return product.variants
    .filter(candidate => valueOf(candidate, optionId) === value)
    .sort(
      (one, other) =>
        kept(other) - kept(one) ||
        Number(isAvailable(other)) - Number(isAvailable(one)),
    )[0];
}

function valueOf(variant, optionId) {
  return variant.options?.find(option => option.option_id === optionId)?.value;
}

function gallery(product, urls) {
  const [first, ...others] = urls;
  return html`<div class="product__main">
      ${picture(first, { alt: product.title, isFirst: true })}
    </div>
    ${others.length > 0 &&
    html`<ul class="product__more">
      ${others.map(
        (url, index) =>
          html`<li>
            ${picture(url, { alt: `${product.title}, picture ${index + 2}` })}
          </li>`,
      )}
    </ul>`}`;
}

/** The thumbnail is left out where there are pictures, as it shows one of them. */
function picturesOf(/** @type {Product} */ product, pictureUrl) {
  const { images = [], thumbnail } = product;
  const pictures = images
    .map(({ url }) => pictureUrl(url))
    .filter(url => url !== undefined);
  return pictures.length > 0
    ? [...new Set(pictures)]
    : [pictureUrl(thumbnail)].filter(url => url !== undefined);
}

function description(text) {
  const paragraphs =
    text
      ?.trim()
      .split(/\n\s*\n/)
      .filter(Boolean) ?? [];
  return (
    paragraphs.length > 0 &&
    html`<section class="description" aria-labelledby="description-title">
      <h2 id="description-title">About this product</h2>
      ${paragraphs.map(paragraph => html`<p>${paragraph}</p>`)}
    </section>`
  );
}
