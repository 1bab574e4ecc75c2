import assert from 'node:assert/strict';
import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { breakWebPods, mendWebPods } from './lib/simulatedCluster.mjs';
import { openStore, seeText } from './lib/storePages.mjs';

browserTest(
  'a store that cannot pull its image fails with the cause, and Retry makes it ready once that is gone',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Broken ${Date.now()}`;
    await breakWebPods();
    t.after(mendWebPods);
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await openStore({ page, id: store.store_id, name });

    const failure = page
      .getByRole('alert')
      .filter({ hasText: `${name} failed` });
    await failure.waitFor({ timeout: 120_000 });
    const { failure: cause } = await storeWithStatus(store.store_id, 'FAILED');
    for (const text of [
      'What to do',
      cause.next_action,
      'Whose turn',
      'Kind of failure',
      cause.code,
    ]) {
      await failure.getByText(text, { exact: true }).waitFor();
    }
    assert.match(cause.message, /image/i);
    assert.match(await failure.innerText(), /image/i);

    await mendWebPods();
    await page.getByRole('button', { name: 'Retry' }).click();
    await seeText({ page, text: 'Ready', timeout: 120_000 });
    await failure.waitFor({ state: 'detached' });
  },
);
