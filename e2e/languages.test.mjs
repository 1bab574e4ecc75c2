import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { assertAccessible } from './lib/accessibility.mjs';
import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { chooseLanguage } from './lib/chooseLanguage.mjs';
import { assertFits } from './lib/assertFits.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { looks } from './lib/looks.mjs';
import { seeText } from './lib/storePages.mjs';

const name = `Tour de monde ${Date.now()}`;
let store;
before(async () => {
  const { store_id: id } = await createStore({
    as: 'sana',
    display_name: name,
  });
  store = await storeWithStatus(id, 'READY');
});
after(() => removeStore(store.id));

const languages = [
  {
    code: 'de',
    offered: 'Deutsch',
    title: 'Shops',
    create: 'Shop anlegen',
    field: 'Anzeigename',
    ready: 'Bereit',
    /** As 29.11.26, 13:05:06 or 29.11.2026, 13:05:06. */
    time: /^\d{1,2}\.\d{1,2}\.(\d{2}|\d{4}), \d{1,2}:\d{2}:\d{2}$/,
  },
  {
    code: 'hi',
    offered: 'हिन्दी',
    title: 'स्टोर',
    create: 'स्टोर बनाएँ',
    field: 'दिखने वाला नाम',
    ready: 'तैयार',
    time: /^\d{1,2}\/\d{1,2}\/(\d{2}|\d{4}), \d{1,2}:\d{2}:\d{2} (am|pm)$/,
  },
];

for (const { code, offered, title, create, field, ready, time } of languages) {
  browserTest(
    `Settings offers ${code}; pages, times and the language of the page follow, and a reload keeps it`,
    { as: 'sana' },
    async ({ page }) => {
      await chooseLanguage({ page, language: offered });
      await page.goto('/stores');
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      assert.equal(
        await page.evaluate(() => document.documentElement.lang),
        code,
      );
      // While the list is read anew it is dimmed.
      await page.getByRole('rowheader', { name }).waitFor();
      await assertAccessible({ page });

      await page.getByRole('link', { name: create }).first().click();
      await page.getByRole('textbox', { name: field }).waitFor();

      await page.goto(`/stores/${store.id}`);
      await seeText({ page, text: ready });
      const shown = page.locator('time[title]').first();
      await shown.waitFor();
      assert.match((await shown.innerText()).trim(), time);

      await page.setViewportSize(looks.phone.viewport);
      await page.reload();
      await seeText({ page, text: ready });
      await assertFits({ page });
    },
  );
}
