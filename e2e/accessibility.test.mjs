import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { assertAccessible } from './lib/accessibility.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { openStore, openStoreId, storeRow } from './lib/storePages.mjs';

browserTest(
  'the pages of the stores have no serious accessibility violation',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Accessible ${Date.now()}`;
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await storeWithStatus(store.store_id, 'READY');

    await storeRow({ page, name }).waitFor();
    await assertAccessible({ page });

    await page.goto('/stores/create');
    await page.getByRole('textbox', { name: 'Display name' }).waitFor();
    await assertAccessible({ page });

    await openStore({ page, id: store.store_id, name });
    await assertAccessible({ page });
    await page.getByRole('tab', { name: 'Kubernetes' }).click();
    await page.getByRole('row', { name: 'database-0', exact: true }).waitFor();
    await assertAccessible({ page });
    await page.getByRole('tab', { name: 'Overview' }).click();

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog', { name: `Delete ${name}?` }).waitFor();
    await assertAccessible({ page });
  },
);

browserTest(
  'the sign-in page has no serious violation',
  {},
  async ({ page }) => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await assertAccessible({ page });
  },
);

browserTest(
  'a store is created with the keyboard alone',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Keys ${Date.now()}`;
    await tabTo({
      page,
      target: page.getByRole('link', { name: 'Create store' }),
    });
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Display name' });
    await field.waitFor();
    await tabTo({ page, target: field });
    await page.keyboard.type(name);
    await tabTo({
      page,
      target: page.getByRole('button', { name: 'Create store' }),
    });
    await page.keyboard.press('Enter');
    const id = await openStoreId({ page });
    t.after(() => removeStore(id));
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  },
);

/** Presses Tab until `target` has the focus. @throws Error when it is not among the next 60 places */
async function tabTo({ page, target }) {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
  }
  throw new Error(`${target} is not reached by Tab`);
}
