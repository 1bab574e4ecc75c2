import { after, before } from 'node:test';
import { assertAccessible } from './lib/accessibility.mjs';
import {
  createStore,
  removeStore,
  storeEntity,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { chooseLanguage } from './lib/chooseLanguage.mjs';
import { environment } from './lib/environment.mjs';
import { buildLegacyApp, serveLegacyApp } from './lib/legacyApp.mjs';
import { openStore, seeText, storeRow } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

const name = `Old and new ${Date.now()}`;
let store;
before(async () => {
  await buildLegacyApp();
  const { store_id: id } = await createStore({
    as: 'sana',
    display_name: name,
  });
  store = await storeWithStatus(id, 'READY');
  await waitUntil({
    what: `${name} is in the catalog`,
    check: () => storeEntity(store.namespace),
  });
});
after(() => store && removeStore(store.id));

browserTest(
  'an app of the old frontend system shows the same list, store, form and entity page',
  {},
  async ({ page }) => {
    await serveLegacyApp({ page, origin: environment.baseUrl });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Stores', level: 1 }).waitFor();
    await storeRow({ page, name }).waitFor();
    await assertAccessible({ page });

    await openStore({ page, id: store.id, name });
    await seeText({ page, text: 'Ready' });

    await page.goto('/stores/create');
    await page.getByRole('textbox', { name: 'Display name' }).waitFor();

    await page.goto(`/catalog/default/resource/${store.namespace}`);
    await page.getByRole('link', { name: 'Open the store page' }).waitFor();
    await page.getByRole('tab', { name: 'Store', exact: true }).click();
    await seeText({ page, text: 'Ready' });
  },
);

browserTest(
  'in that app the pages speak the language that Settings offers',
  {},
  async ({ page }) => {
    await serveLegacyApp({ page, origin: environment.baseUrl });
    await chooseLanguage({ page, language: 'Deutsch' });
    await page.goto('/stores');
    await page.getByRole('heading', { name: 'Shops', level: 1 }).waitFor();
  },
);
