import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertAccessible } from '../lib/accessibility.mjs';
import { callStores, storeEntity } from '../lib/api.mjs';
import { assertFits } from '../lib/assertFits.mjs';
import { browserTest } from '../lib/browserTest.mjs';
import { looks } from '../lib/looks.mjs';
import { screensOf } from '../lib/screens.mjs';
import { seeText } from '../lib/storePages.mjs';
import { storesInAllStates } from '../lib/storesInAllStates.mjs';
import { takePicture } from '../lib/takePicture.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';

/** A store in every state, once there is. */
let made;
after(() => made?.remove());

/** Waits until no part of the page, of Backstage's either, says by a spinner that it is still to come. */
function nothingTurns(page) {
  return waitUntil({
    what: 'Every part of the page is there',
    timeoutMs: 30_000,
    check: async () =>
      (await page.locator('[class*="Progress-indeterminate"]').count()) === 0 ||
      undefined,
  });
}

for (const look of ['light', 'dark']) {
  browserTest(
    `who has no stores is told how to begin, ${look}`,
    { as: 'sana', ...looks[look] },
    async ({ page, t }) => {
      const { body } = await callStores('stores?limit=1');
      if (body.length > 0) {
        t.skip('this copy has stores already');
        return;
      }
      await seeText({ page, text: 'There are no stores yet' });
      await assertAccessible({ page });
      await takePicture({ page, name: `stores-empty-${look}` });
    },
  );
}

test('there is a store in every state', async () => {
  made = await storesInAllStates();
  await waitUntil({
    what: 'the ready store is in the catalog',
    check: () => storeEntity(made.stores.ready.namespace),
  });
});

for (const person of ['sana', 'marco', 'olga']) {
  for (const [look, options] of Object.entries(looks)) {
    browserTest(
      `all pages of ${person}, ${look}: complete, without a serious accessibility violation, as wide as the window`,
      { as: person, ...options },
      async ({ page }) => {
        const failures = [];
        for (const screen of screensOf({ person, stores: made.stores })) {
          try {
            await page.goto(screen.path);
            await screen.seen(page);
            await nothingTurns(page);
            if (screen.people[0] === person) {
              await takePicture({ page, name: `${screen.name}-${look}` });
            }
            await assertAccessible({ page, except: screen.backstageBreaks });
            await assertFits({ page });
          } catch (error) {
            failures.push(`${screen.name}: ${error.message}`);
          }
        }
        assert.deepEqual(failures, []);
      },
    );
  }
}

browserTest(
  'the theme follows the system, and the choice in Settings',
  { as: 'sana', ...looks.dark },
  async ({ page }) => {
    const mode = () =>
      page.evaluate(() => document.body.getAttribute('data-theme-mode'));
    const is = wanted =>
      waitUntil({
        what: `The theme is ${wanted}`,
        timeoutMs: 10_000,
        check: async () => ((await mode()) === wanted ? true : undefined),
      });
    await is('dark');
    await page.goto('/settings');
    await page.getByRole('button', { name: /light/i }).click();
    await is('light');
    await page.reload();
    await is('light');
  },
);

browserTest(
  'a page that loses the network says so, keeps what it showed, and goes on by itself',
  { as: 'sana' },
  async ({ page }) => {
    const row = page
      .getByRole('rowheader', { name: made.stores.ready.display_name })
      .first();
    await row.waitFor();
    await page.context().setOffline(true);
    const banner = page.getByText(
      /The stores backend (does not answer|could not answer)/,
    );
    await banner.first().waitFor();
    await row.waitFor();

    await page.context().setOffline(false);
    await banner.first().waitFor({ state: 'detached' });
    await row.waitFor();
  },
);
