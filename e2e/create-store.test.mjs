import assert from 'node:assert/strict';
import { callStores, removeStore } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import {
  countLoads,
  openStoreId,
  seeText,
  storeRow,
} from './lib/storePages.mjs';

browserTest(
  'a store is created on the Stores page and gets ready before one’s eyes',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Sana’s "Räder" & <Co> 🚲 ${Date.now()}`;
    const loads = countLoads(page);
    await page.getByRole('link', { name: 'Create store' }).click();
    await page.getByRole('textbox', { name: 'Display name' }).fill(name);
    await page.getByRole('button', { name: 'Create store' }).click();

    const id = await openStoreId({ page });
    t.after(() => removeStore(id));
    await page.getByRole('heading', { name, level: 2 }).waitFor();
    await page.getByRole('heading', { name: 'Progress' }).waitFor();
    await seeText({ page, text: 'Ready', timeout: 120_000 });
    for (const step of [
      'namespace',
      'guardrails',
      'credentials',
      'release',
      'workloads',
    ]) {
      await page
        .getByRole('listitem')
        .filter({ hasText: step })
        .filter({ hasText: 'Done' })
        .first()
        .waitFor();
    }
    for (const step of ['storefront', 'checkout']) {
      await page
        .getByRole('listitem')
        .filter({ hasText: step })
        .filter({ hasText: 'Skipped' })
        .first()
        .waitFor();
    }
    await page
      .getByRole('note')
      .filter({ hasText: 'Simulated cluster' })
      .waitFor();
    for (const event of ['queued', 'install_started', 'ready']) {
      await seeText({ page, text: event });
    }
    await page.getByRole('link', { name: 'Storefront' }).first().waitFor();
    assert.equal(loads(), 0, 'The page was loaded anew');

    const { body } = await callStores(`stores/${id}`);
    assert.equal(body.display_name, name);
    assert.equal(body.owner, 'group:default/storefront');
    assert.equal(body.created_by, 'user:default/sana');
  },
);

browserTest(
  'the list shows a store that somebody else creates and deletes, without a reload',
  { as: 'marco' },
  async ({ page, t }) => {
    const name = `Lantern ${Date.now()}`;
    const loads = countLoads(page);
    const { body } = await callStores('stores', {
      method: 'POST',
      as: 'sana',
      body: { display_name: name },
    });
    t.after(() => removeStore(body.store_id));
    const row = storeRow({ page, name });
    await row.getByText('Ready', { exact: true }).waitFor({ timeout: 120_000 });
    await row.getByRole('link', { name: 'Storefront' }).waitFor();
    await callStores(`stores/${body.store_id}`, { method: 'DELETE' });
    await row.waitFor({ state: 'detached', timeout: 120_000 });
    assert.equal(loads(), 0, 'The page was loaded anew');
  },
);
