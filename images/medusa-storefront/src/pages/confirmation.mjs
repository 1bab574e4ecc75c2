import { html } from '../html.mjs';
import { countryName } from '../money.mjs';
import { layout } from './layout.mjs';
import { addressLines, itemsList, totalsTable } from './parts.mjs';

/**
 * @param {import('../Shop.mjs').Shown} shown
 * @param {import('../medusa/types.mjs').Order} order
 */
export function confirmationPage(shown, order) {
  const placed = new Date(order.created_at);
  return layout(shown.frame, {
    title: 'Thank you for your order',
    isPrivate: true,
    content: html`<div class="wrap section">
      <div class="thanks">
        <svg
          viewBox="0 0 48 48"
          width="56"
          height="56"
          aria-hidden="true"
          focusable="false"
        >
          <circle cx="24" cy="24" r="22" />
          <path d="m15 25 6 6 12-14" />
        </svg>
        <h1 class="page-title">Thank you for your order</h1>
        <p class="lead">
          Your order number is <strong>#${order.display_id}</strong>. We have
          received it and will get it ready for you.
        </p>
      </div>
      <div class="split">
        <div class="stack">
          <section class="panel" aria-labelledby="address-title">
            <h2 id="address-title">Deliver to</h2>
            ${addressLines(order.shipping_address, countryName)}
            <p class="muted">${order.email}</p>
          </section>
          <section class="panel" aria-labelledby="details-title">
            <h2 id="details-title">Details</h2>
            <dl class="totals">
              <div>
                <dt>Order number</dt>
                <dd>#${order.display_id}</dd>
              </div>
              <div>
                <dt>Placed on</dt>
                <dd>
                  <time datetime="${placed.toISOString()}"
                    >${shown.date(placed)}</time
                  >
                </dd>
              </div>
              ${order.shipping_methods[0] &&
              html`<div>
                <dt>Delivery</dt>
                <dd>${order.shipping_methods[0].name}</dd>
              </div>`}
              <div>
                <dt>Payment</dt>
                <dd>Pay on delivery</dd>
              </div>
            </dl>
          </section>
          <p><a class="button button--quiet" href="/">Continue shopping</a></p>
        </div>
        <section class="panel" aria-labelledby="summary-title">
          <h2 id="summary-title">Your order</h2>
          ${itemsList(order, shown.money, shown.pictureUrl)}
          ${totalsTable(order, shown.money)}
        </section>
      </div>
    </div>`,
  });
}
