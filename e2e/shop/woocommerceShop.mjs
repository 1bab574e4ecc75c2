import assert from 'node:assert/strict';
import { waitUntil } from '../lib/waitUntil.mjs';
import { customer } from './customer.mjs';

/** The block takes no press while it works out the costs of a new address, and does not say so. */
async function placeOrder(page) {
  const button = page.getByRole('button', { name: 'Place Order' });
  await waitUntil({
    what: 'the order is placed',
    timeoutMs: 90_000,
    everyMs: 2_000,
    async check() {
      if (/order-received/.test(page.url())) {
        return true;
      }
      if (await button.isEnabled()) {
        await button.click({ timeout: 2_000 });
      }
      return undefined;
    },
  });
}

/** A WooCommerce shop, with its block cart and block checkout. */
export const woocommerceShop = {
  async buy({ page, url }) {
    await page.goto(url);
    await page
      .getByRole('main')
      .locator('a[href*="/product/"]')
      .first()
      .click();
    await page
      .getByRole('button', { name: 'Add to cart', exact: true })
      .first()
      .click();
    await page.getByRole('alert').getByText('added to your cart').waitFor();
    await page.goto(`${url}/cart/`);
    await page
      .getByRole('link', { name: /proceed to checkout/i })
      .first()
      .click();

    await page.getByLabel('Email address').fill(customer.email);
    const shipping = page.getByRole('group', { name: 'Shipping address' });
    await shipping.getByLabel('First name').fill(customer.firstName);
    await shipping.getByLabel('Last name').fill(customer.lastName);
    await shipping
      .getByLabel('Address', { exact: true })
      .fill(customer.address);
    await shipping.getByLabel('City').fill(customer.city);
    await shipping.getByLabel('State').selectOption(customer.state);
    await shipping.getByLabel('ZIP Code').fill(customer.postcode);
    await page.getByRole('radio', { name: 'Cash on delivery' }).check();
    await placeOrder(page);
    await page.getByText('Thank you').first().waitFor();
    const [, number] = /order-received\/(\d+)/.exec(page.url()) ?? [];
    assert.ok(number, `no order number in ${page.url()}`);
    return number;
  },

  async findOrder({ page, login, number }) {
    await page.goto(login.admin_url);
    // The login of an earlier visit may still hold.
    if (/wp-login/.test(page.url())) {
      await page.getByLabel('Username or Email Address').fill(login.username);
      await page.getByLabel('Password', { exact: true }).fill(login.password);
      await page.getByRole('button', { name: 'Log In' }).click();
      await page.waitForURL(/wp-admin/);
    }
    await page.goto(`${login.admin_url}admin.php?page=wc-orders`);
    await page
      .getByRole('link', {
        name: new RegExp(`#${number} .*${customer.lastName}`),
      })
      .waitFor();
  },
};
