import assert from 'node:assert/strict';
import { callStores, removeStore } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { openStoreId } from './lib/storePages.mjs';

browserTest(
  'the Software Template makes a store of one’s own team and ends when it is ready',
  { as: 'marco' },
  async ({ page, t }) => {
    const name = `Summer "campaign" ☀️ ${Date.now()}`;
    await page.goto('/create');
    await page
      .getByRole('heading', { name: 'Create an online store' })
      .locator('xpath=ancestor::*[.//button[normalize-space()="Choose"]][1]')
      .getByRole('button', { name: 'Choose' })
      .click();
    await page
      .getByRole('heading', { name: 'Create an online store', level: 2 })
      .waitFor();

    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    const owner = page.getByRole('textbox', { name: 'Owner' });
    await owner.click();
    await owner.fill('Marketing');
    await page.getByRole('option', { name: 'Marketing' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();

    // The link is there once the store is ready.
    await page
      .getByRole('link', { name: /^Shop/ })
      .waitFor({ timeout: 120_000 });
    const link = page.getByRole('link', { name: 'Store page' });
    await page.goto(await link.getAttribute('href'));
    const id = await openStoreId({ page });
    t.after(() => removeStore(id));
    const { body } = await callStores(`stores/${id}`);
    assert.equal(body.status, 'READY');
    assert.equal(body.display_name, name);
    assert.equal(body.owner, 'group:default/marketing');
    assert.equal(body.created_by, 'user:default/marco');
  },
);
