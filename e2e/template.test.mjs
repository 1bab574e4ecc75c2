import assert from 'node:assert/strict';
import {
  callStores,
  createStore,
  removeStore,
  storeEntity,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { chooseCard, openStoreId } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'the Software Template makes a store of one’s own team and ends when it is ready',
  { as: 'marco' },
  async ({ page, t }) => {
    const name = `Summer "campaign" ☀️ ${Date.now()}`;
    await chooseTemplate({ page, title: 'Create an online store' });
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    const owner = page.getByRole('textbox', { name: 'Owner' });
    await owner.click();
    await owner.fill('Marketing');
    await page.getByRole('option', { name: 'Marketing' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page
      .getByRole('region', { name: 'What will be made' })
      .getByText('No problems found.')
      .waitFor();
    await create({ page });

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

browserTest(
  'a store gets another plan, is upgraded and retired by templates that each have its name',
  { as: 'marco' },
  async ({ page, t }) => {
    const name = `Lantern ${Date.now()}`;
    const { store_id: id } = await createStore({
      as: 'marco',
      display_name: name,
    });
    t.after(() => removeStore(id));
    // Of a single store the picker leaves no choice.
    const { store_id: other } = await createStore({ as: 'marco' });
    t.after(() => removeStore(other));
    await storeWithStatus(id, 'READY');
    for (const each of [id, other]) {
      await waitUntil({
        what: `store ${each} is in the catalog`,
        check: () => storeEntity(`store-${each}`),
      });
    }

    await chooseTemplate({ page, title: 'Change the plan of an online store' });
    await pickStore({ page, name });
    await page.getByText(`${name} has plan Small now.`).waitFor();
    await chooseCard({ page, name: /Small/ });
    await page.getByRole('button', { name: 'Review' }).click();
    await page
      .getByText(/The store has this plan already/)
      .first()
      .waitFor();
    await chooseCard({ page, name: /Medium/ });
    await create({ page });
    await page
      .getByRole('link', { name: /^Shop/ })
      .waitFor({ timeout: 180_000 });
    assert.equal((await callStores(`stores/${id}`)).body.plan, 'medium');

    await chooseTemplate({ page, title: 'Upgrade an online store' });
    await pickStore({ page, name });
    await page.getByText(/is the newest one here/).waitFor();
    await create({ page });
    await page
      .getByRole('link', { name: /^Shop/ })
      .waitFor({ timeout: 180_000 });

    await chooseTemplate({ page, title: 'Retire an online store' });
    await pickStore({ page, name });
    await page.getByRole('checkbox', { name: /cannot be undone/ }).check();
    await create({ page });
    await page
      .getByRole('link', { name: 'What happened' })
      .waitFor({ timeout: 180_000 });
    await storeWithStatus(id, 'DELETED');
  },
);

/** Opens the form of a template from the list of templates. */
async function chooseTemplate({ page, title }) {
  await page.goto('/create');
  await page
    .getByRole('heading', { name: title, exact: true })
    .locator('xpath=ancestor::*[.//button[normalize-space()="Choose"]][1]')
    .getByRole('button', { name: 'Choose' })
    .click();
  await page.getByRole('heading', { name: title, level: 2 }).waitFor();
}

/** Picks an existing store by its name. */
async function pickStore({ page, name }) {
  const picker = page.getByRole('textbox', { name: 'Store' });
  await picker.click();
  await picker.fill(name);
  await page.getByRole('option', { name }).click();
}

/** Ends the form of a template and starts it. */
async function create({ page }) {
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
}
