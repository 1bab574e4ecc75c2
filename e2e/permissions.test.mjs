import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  callStores,
  createStore,
  removeStore,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { openStore } from './lib/storePages.mjs';

const name = `Permissions ${Date.now()}`;
let store;
before(async () => {
  store = await createStore({ as: 'sana', display_name: name });
  await storeWithStatus(store.store_id, 'READY');
});
after(() => removeStore(store.store_id));

const open = page => openStore({ page, id: store.store_id, name });
const loginButton = page =>
  page.getByRole('button', { name: 'Show admin login' });
const deleteButton = page =>
  page.getByRole('button', { name: 'Delete', exact: true });

test('a member of another team can neither delete a store nor read its login', async () => {
  for (const [route, method] of [
    [`stores/${store.store_id}`, 'DELETE'],
    [`stores/${store.store_id}/credentials`, 'GET'],
    [`stores/${store.store_id}/retry`, 'POST'],
  ]) {
    const { status, body } = await callStores(route, { method, as: 'marco' });
    assert.equal(status, 403, `${method} ${route}`);
    assert.equal(body.error.name, 'NotAllowedError');
  }
  const { status, body } = await callStores(`stores/${store.store_id}`, {
    as: 'marco',
  });
  assert.equal(status, 200);
  assert.equal(body.status, 'READY');
});

test('nobody creates a store for a team of others', async () => {
  const { status } = await callStores('stores', {
    method: 'POST',
    as: 'marco',
    body: { display_name: 'Not mine', owner: 'group:default/storefront' },
  });
  assert.equal(status, 403);
});

browserTest(
  'a member of another team sees the store without the buttons that are not theirs',
  { as: 'marco' },
  async ({ page }) => {
    await open(page);
    await page.getByRole('link', { name: 'Open shop' }).waitFor();
    await page
      .getByText('A member of the owning team can delete the store.')
      .waitFor();
    assert.equal(await loginButton(page).count(), 0);
    assert.equal(await deleteButton(page).count(), 0);
    await page.getByRole('tab', { name: 'Kubernetes' }).click();
    await page.getByRole('heading', { name: 'Kubernetes objects' }).waitFor();
    await page
      .getByText(/A member of the owning team can read the logs/)
      .waitFor();
  },
);

for (const [person, who] of [
  ['sana', 'the owning team'],
  ['olga', 'an operator'],
]) {
  browserTest(
    `${who} reads the login when asked for, and may delete`,
    { as: person },
    async ({ page }) => {
      await open(page);
      await deleteButton(page).waitFor();
      const { body } = await callStores(
        `stores/${store.store_id}/credentials`,
        { as: person },
      );
      assert.ok(!(await page.content()).includes(body.password));

      await loginButton(page).click();
      const dialog = page.getByRole('dialog', { name: 'Admin login' });
      await dialog.getByText(body.password, { exact: true }).waitFor();
      await dialog.getByText(body.username, { exact: true }).waitFor();
      await dialog.getByRole('button', { name: 'Hide' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.ok(!(await page.content()).includes(body.password));
    },
  );
}
