import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';

browserTest(
  'the team of a store is told that it is ready, then that it is deleted, in one line that leads to it',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Dahlia ${Date.now()}`;
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await storeWithStatus(store.store_id, 'READY');

    await page.goto('/stores');
    // The item counts what is unread.
    await page.getByRole('link', { name: /^Notifications/ }).click();
    await page.getByText(`Store ${name} is ready`).first().waitFor();
    await page.getByText(`Store ${name} is ready`).first().click();
    await page.waitForURL(`**/stores/${store.store_id}`);

    await removeStore(store.store_id);
    await page.goto('/notifications');
    await page.getByText(`Store ${name} is deleted`).first().waitFor();
    await page
      .getByText(`Store ${name} is ready`)
      .waitFor({ state: 'detached' });
  },
);
