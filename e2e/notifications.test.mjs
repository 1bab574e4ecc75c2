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
    // The same text flashes in a corner, where it leads nowhere.
    const told = what =>
      page.getByRole('link', { name: `Store ${name} ${what}` });
    await told('is ready').click();
    await page.waitForURL(`**/stores/${store.store_id}`);

    await removeStore(store.store_id);
    await page.goto('/notifications');
    await told('is deleted').waitFor();
    await told('is ready').waitFor({ state: 'detached' });
  },
);
