import { html } from '../html.mjs';
import { isAvailable, lowestPrice } from '../stock.mjs';
import { categoryPath, layout, productPath } from './layout.mjs';
import { picture } from './parts.mjs';

/** @import { Category, Product } from '../medusa/types.mjs' */
/** @import { Shown } from '../Shop.mjs' */

/**
 * @param {Shown} shown
 * @param {{ products: Product[], page: number, pageCount: number, countries: string[] }} options
 */
export function homePage(shown, { products, page, pageCount, countries }) {
  const { storeName } = shown.frame;
  return layout(shown.frame, {
    title: page === 1 ? storeName : `Products, page ${page}`,
    description: `Shop online at ${storeName}.`,
    content: html` ${page === 1 && hero(shown, products, countries)}
      <section class="wrap section" aria-labelledby="products-title">
        ${page > 1 && html`<h1 class="visually-hidden">${storeName}</h1>`}
        <h2 class="section__title" id="products-title">
          ${page === 1 ? 'All products' : `All products, page ${page}`}
        </h2>
        ${productGrid(shown, products, page === 1 ? 0 : 4)}
        ${pageLinks('/', page, pageCount)}
      </section>`,
  });
}

/**
 * @param {Shown} shown
 * @param {{ category: Category, products: Product[], page: number, pageCount: number }} options
 */
export function categoryPage(shown, { category, products, page, pageCount }) {
  return layout(shown.frame, {
    title: page === 1 ? category.name : `${category.name}, page ${page}`,
    description: category.description,
    content: html`<section class="wrap section">
      <h1 class="page-title">${category.name}</h1>
      ${category.description &&
      html`<p class="lead">${category.description}</p>`}
      <h2 class="visually-hidden">Products</h2>
      ${productGrid(shown, products, 4)}
      ${pageLinks(categoryPath(category.handle), page, pageCount)}
    </section>`,
  });
}

function hero({ frame, pictureUrl }, products, countries) {
  const pictured = products
    .filter(product => pictureUrl(product.thumbnail))
    .slice(0, 3);
  const where =
    countries.length <= 3
      ? countries.join(', ')
      : `${countries.length} countries`;
  return html`<section class="hero" aria-labelledby="hero-title">
    <div class="wrap hero__row">
      <div class="hero__text">
        <p class="hero__kicker">Welcome to</p>
        <h1 id="hero-title" dir="auto">${frame.storeName}</h1>
        <p class="lead">
          Have a look around and take your time. You can order without an
          account, and pay when your parcel arrives.
        </p>
        <p><a class="button" href="#products-title">See all products</a></p>
        <ul class="hero__facts">
          ${where && html`<li>Delivery to ${where}</li>`}
          <li>No account needed</li>
          <li>Pay on delivery</li>
        </ul>
      </div>
      ${pictured.length > 0 &&
      html`<div class="hero__pictures" aria-hidden="true">
        ${pictured.map(product =>
          picture(pictureUrl(product.thumbnail), { alt: '', isFirst: true }),
        )}
      </div>`}
    </div>
  </section>`;
}

function productGrid(shown, products, eagerCount) {
  if (products.length === 0) {
    return html`<p class="empty">
      There is nothing for sale here yet. Please come back soon.
    </p>`;
  }
  return html`<ul class="product-grid">
    ${products.map(
      (product, index) =>
        html`<li>${productCard(shown, product, index < eagerCount)}</li>`,
    )}
  </ul>`;
}

function productCard({ money, pictureUrl }, product, isFirst) {
  const price = lowestPrice(product);
  const isSoldOut = !product.variants.some(isAvailable);
  return html`<article class="card">
    <a class="card__link" href="${productPath(product.handle)}">
      <span class="card__picture"
        >${picture(pictureUrl(product.thumbnail), { alt: '', isFirst })}</span
      >
      <h3 class="card__title">${product.title}</h3>
    </a>
    <p class="card__price">
      ${price
        ? html`${price.isRange && html`<span class="muted">From </span>`}<span
              >${money(price.amount, price.currency)}</span
            >
            ${price.before !== undefined &&
            html`<s
              ><span class="visually-hidden">Before: </span>${money(
                price.before,
                price.currency,
              )}</s
            >`}`
        : html`<span class="muted">Not for sale here</span>`}
      ${isSoldOut && html`<span class="badge">Sold out</span>`}
    </p>
  </article>`;
}

function pageLinks(path, page, pageCount) {
  if (pageCount <= 1) {
    return undefined;
  }
  const link = number => (number === 1 ? path : `${path}?page=${number}`);
  return html`<nav class="pages" aria-label="Pages">
    ${page > 1
      ? html`<a class="button button--quiet" href="${link(page - 1)}" rel="prev"
          >Previous page</a
        >`
      : html`<span></span>`}
    <span>Page ${page} of ${pageCount}</span>
    ${page < pageCount
      ? html`<a class="button button--quiet" href="${link(page + 1)}" rel="next"
          >Next page</a
        >`
      : html`<span></span>`}
  </nav>`;
}
