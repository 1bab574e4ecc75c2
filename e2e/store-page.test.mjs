import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  callStores,
  createStore,
  removeStore,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { openStore, seeText } from './lib/storePages.mjs';

const name = `Store page ${Date.now()}`;
let store;
before(async () => {
  const { store_id: id } = await createStore({
    as: 'sana',
    display_name: name,
  });
  store = await storeWithStatus(id, 'READY');
});
after(() => removeStore(store.id));

const open = page => openStore({ page, id: store.id, name });
const tab = (page, part) => page.getByRole('tab', { name: part });
const region = (page, title) => page.getByRole('region', { name: title });

browserTest(
  'the activity log is narrowed by importance and subject',
  { as: 'sana' },
  async ({ page }) => {
    await open(page);
    const activity = region(page, 'Activity');
    await activity.getByText('ready', { exact: true }).waitFor();
    await activity.getByRole('button', { name: /About/ }).click();
    await page.getByRole('option', { name: 'Steps' }).click();
    await activity.getByText('step.finished').first().waitFor();
    assert.equal(await activity.getByText('ready', { exact: true }).count(), 0);
    await activity.getByRole('button', { name: /Importance/ }).click();
    await page.getByRole('option', { name: 'Errors', exact: true }).click();
    await activity.getByText('Nothing of this kind has happened.').waitFor();
  },
);

browserTest(
  'the cluster is looked at: limits, objects, events, and why there are no logs; the address keeps the place',
  { as: 'sana' },
  async ({ page }) => {
    await open(page);
    await tab(page, 'Kubernetes').click();
    await page.waitForURL(/\?tab=kubernetes$/);
    await page.reload();
    await region(page, 'Limits and use')
      .getByRole('progressbar', { name: /^Pods: \d+ of \d+$/ })
      .waitFor();
    await region(page, 'Kubernetes objects')
      .getByText('StatefulSet', { exact: true })
      .waitFor();
    await region(page, 'Kubernetes events')
      .getByText('Deployment web')
      .first()
      .waitFor();
    await region(page, 'Logs of pods')
      .getByText(/the nodes of cluster .+ are simulated/)
      .waitFor();
    await page.goBack();
    await tab(page, 'Overview')
      .and(page.locator('[aria-selected=true]'))
      .waitFor();
  },
);

test('a member of another team reads no logs', async () => {
  const path = `stores/${store.id}/logs`;
  assert.equal((await callStores(path, { as: 'marco' })).status, 403);
  const { status, body } = await callStores(path, { as: 'sana' });
  assert.equal(status, 200);
  assert.equal(body.absent.reason, 'SimulatedNodes');
});

browserTest(
  'the danger zone names what will be lost before a name can be typed',
  { as: 'sana' },
  async ({ page }) => {
    await open(page);
    await region(page, 'Danger zone')
      .getByRole('button', { name: 'Delete' })
      .click();
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
    await dialog
      .getByText(/^volume .+ \(\d+Gi\)$/)
      .first()
      .waitFor();
    await dialog.getByText(`the shop at ${store.hostname}`).waitFor();
    await seeText({
      page,
      within: dialog,
      text: 'the history of one revision, so nothing to roll back to',
    });
    assert.ok(
      await dialog.getByRole('button', { name: 'Delete store' }).isDisabled(),
    );
  },
);

browserTest(
  'the login hides when another page comes to the front',
  { as: 'sana' },
  async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Show admin login' }).click();
    const dialog = page.getByRole('dialog', { name: 'Admin login' });
    await dialog.getByText(/It hides in \d+ s/).waitFor();
    // A headless browser never hides its pages by itself.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await dialog.waitFor({ state: 'detached' });
  },
);

browserTest(
  'the page of the entity shows the same, and the page fits a phone',
  { as: 'sana' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    for (const part of ['Kubernetes', 'History', 'Overview']) {
      await tab(page, part).click();
      await page.waitForLoadState('networkidle').catch(() => {});
      const overflow = await page.evaluate(
        () =>
          document.documentElement.scrollWidth -
          document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${part} is ${overflow} px too wide`);
    }
    await page.goto(`/catalog/default/resource/${store.namespace}/store`);
    await region(page, 'Progress').waitFor();
    await tab(page, 'Kubernetes').last().click();
    await region(page, 'Limits and use').waitFor();
  },
);
