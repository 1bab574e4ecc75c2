import assert from 'node:assert/strict';
import {
  createStore,
  removeStore,
  storeEntity,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { countLoads, openStore, seeText } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'deleting asks for the name, removes the store from the catalog and keeps its activity readable',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Farewell "${Date.now()}"`;
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await storeWithStatus(store.store_id, 'READY');
    await openStore({ page, id: store.store_id, name });
    const loads = countLoads(page);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
    const confirmation = dialog.getByRole('textbox', {
      name: `Type ${name} to confirm`,
    });
    const submit = options =>
      dialog.getByRole('button', { name: 'Delete store', ...options });
    await submit({ disabled: true }).waitFor();
    await confirmation.fill(name.toLowerCase());
    await submit({ disabled: true }).waitFor();
    await confirmation.fill(name);
    await submit({ disabled: false }).click();

    await dialog.waitFor({ state: 'detached' });
    await seeText({ page, text: 'Deleted', timeout: 120_000 });
    for (const event of ['delete_queued', 'delete_started', 'deleted']) {
      await seeText({ page, text: event });
    }
    assert.equal(loads(), 0, 'The page was loaded anew');
    await waitUntil({
      what: `${store.namespace} has left the catalog`,
      check: async () =>
        (await storeEntity(store.namespace)) ? undefined : true,
    });

    await openStore({ page, id: store.store_id, name });
    await seeText({ page, text: 'install_started' });
    await seeText({ page, text: 'deleted' });

    const receipt = page.getByRole('region', {
      name: 'Receipt of the deletion',
    });
    await receipt.getByText('user:default/sana', { exact: true }).waitFor();
    for (const [kind, object] of [
      ['Namespace', store.namespace],
      ['HelmRelease', store.namespace],
      ['Deployment', 'web'],
      ['StatefulSet', 'database'],
    ]) {
      await receipt
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: object }) })
        .filter({ hasText: kind })
        .filter({ hasText: 'The cluster answered 404' })
        .first()
        .waitFor();
    }
  },
);
