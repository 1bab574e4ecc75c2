import { attributes, html } from '../html.mjs';

/** @import { SafeHtml } from '../html.mjs' */

/**
 * What every page shows around its content.
 *
 * @typedef {object} Frame
 * @property {string} storeName
 * @property {string} styleUrl
 * @property {string} iconUrl
 * @property {{ name: string, handle: string }[]} categories
 * @property {number | undefined} cartCount Undefined when it is not known.
 * @property {string} path Of the request, to mark where one is.
 */

/**
 * @param {Frame} frame
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.description] For search engines.
 * @param {string} [options.image] For those who share the page.
 * @param {boolean} [options.isPrivate] Not for search engines.
 * @param {SafeHtml} options.content
 * @returns {SafeHtml}
 */
export function layout(
  frame,
  { title, description, image, isPrivate = false, content },
) {
  const { storeName, styleUrl, iconUrl, categories, path } = frame;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          ${title === storeName ? title : `${title} · ${storeName}`}
        </title>
        ${description &&
        html`<meta name="description" content="${description}" />`}
        ${image && html`<meta property="og:image" content="${image}" />`}
        ${isPrivate && html`<meta name="robots" content="noindex" />`}
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="${styleUrl}" />
        <link rel="icon" type="image/svg+xml" href="${iconUrl}" />
      </head>
      <body>
        <a class="skip-link" href="#content">Skip to content</a>
        <header class="site-header">
          <div class="wrap site-header__row">
            <a class="brand" href="/" dir="auto">${storeName}</a>
            ${categories.length > 0 &&
            html`<nav class="site-nav" aria-label="Categories">
              <ul>
                ${categories.map(
                  ({ name, handle }) =>
                    html`<li>
                      <a
                        href="${categoryPath(handle)}"
                        ${currentIf(categoryPath(handle) === path)}
                        >${name}</a
                      >
                    </li>`,
                )}
              </ul>
            </nav>`}
            ${cartLink(frame)}
          </div>
        </header>
        <main id="content" tabindex="-1">${content}</main>
        <footer class="site-footer">
          <div class="wrap site-footer__row">
            <p dir="auto">${storeName}</p>
            <ul>
              <li><a href="/">All products</a></li>
              <li><a href="/cart">Cart</a></li>
            </ul>
          </div>
        </footer>
      </body>
    </html> `;
}

/** @param {string} handle */
export function categoryPath(handle) {
  return `/categories/${encodeURIComponent(handle)}`;
}

/** @param {string} handle @param {string} [variantId] */
export function productPath(handle, variantId) {
  const path = `/products/${encodeURIComponent(handle)}`;
  return variantId ? `${path}?variant=${encodeURIComponent(variantId)}` : path;
}

function cartLink(/** @type {Frame} */ { cartCount, path }) {
  return html`<a class="cart-link" href="/cart" ${currentIf(path === '/cart')}>
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M6 8h12l1 12H5L6 8Z" />
      <path d="M9 8V7a3 3 0 0 1 6 0v1" />
    </svg>
    <span>Cart</span>
    ${cartCount !== undefined &&
    cartCount > 0 &&
    html`<span class="cart-link__count"
      >${cartCount}<span class="visually-hidden">
        ${cartCount === 1 ? 'item' : 'items'}</span
      ></span
    >`}
  </a>`;
}

function currentIf(isCurrent) {
  return attributes({ 'aria-current': isCurrent && 'page' });
}
