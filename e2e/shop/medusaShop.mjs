import assert from 'node:assert/strict';
import { customer } from './customer.mjs';

/** A Medusa shop with our own storefront. */
export const medusaShop = {
  async buy({ page, url }) {
    await page.goto(url);
    await page
      .getByRole('main')
      .locator('a[href^="/products/"]')
      .first()
      .click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Go to checkout' }).click();

    await page.getByLabel('Email address').fill(customer.email);
    await page.getByLabel('First name').fill(customer.firstName);
    await page.getByLabel('Last name').fill(customer.lastName);
    await page.getByLabel('Street and house number').fill(customer.address);
    await page.getByLabel('Postal code').fill(customer.postcode);
    await page.getByLabel('Town or city').fill(customer.city);
    await page.getByRole('button', { name: 'Continue to review' }).click();
    await page.getByRole('button', { name: 'Place order' }).click();

    await page
      .getByRole('heading', { name: 'Thank you for your order' })
      .waitFor();
    const text = await page.getByText('Your order number is').innerText();
    const [, number] = /#(\d+)/.exec(text) ?? [];
    assert.ok(number, `no order number in '${text}'`);
    return number;
  },

  async findOrder({ page, login, number }) {
    await page.goto(`${login.admin_url}/orders`);
    const email = page.getByPlaceholder('Email');
    const order = page.getByRole('cell', { name: `#${number}`, exact: true });
    // The login of an earlier visit may still hold.
    await email.or(order).first().waitFor();
    if (await email.isVisible()) {
      await email.fill(login.username);
      await page.getByPlaceholder('Password').fill(login.password);
      await page.getByRole('button', { name: /continue with email/i }).click();
      await page.waitForURL(/\/app\/orders/);
    }
    await order.waitFor();
  },
};
