import assert from 'node:assert/strict';
import { removeStore } from '../lib/api.mjs';
import { browserTest } from '../lib/browserTest.mjs';
import { environment } from '../lib/environment.mjs';
import { openStore } from '../lib/storePages.mjs';
import { shopOf } from '../shop/shopOf.mjs';
import { adminLogin, condition, readyStore } from './lib.mjs';

for (const engine of environment.engines) {
  browserTest(
    `${engine}: READY means that a customer can order, and the merchant finds it`,
    { as: 'sana' },
    async ({ page, t }) => {
      const name = `Corner shop ${Date.now()}`;
      const store = await readyStore({ engine, display_name: name });
      t.after(() => removeStore(store.id));

      assert.equal(condition(store, 'Verified').state, 'true');
      assert.match(
        condition(store, 'Verified').message,
        /Order \S+ was placed/,
      );
      const placed = store.events.find(
        ({ event_type: type }) => type === 'probe.order_placed',
      );
      assert.ok(placed.data.calls.length >= 5);
      for (const { status, milliseconds } of placed.data.calls) {
        assert.ok(status < 300 && milliseconds >= 0);
      }

      await openStore({ page, id: store.id, name });
      const hrefs = await page
        .getByRole('link')
        .evaluateAll(links => links.map(({ href }) => href));
      assert.ok(hrefs.some(href => href.replace(/\/$/, '') === store.url));
      assert.ok(hrefs.includes(store.admin_url));
      await page.getByRole('button', { name: 'Show admin login' }).click();
      const login = await adminLogin(store.id);
      await page.getByText(login.username, { exact: true }).waitFor();

      const shop = shopOf(engine);
      const number = await shop.buy({ page, url: store.url });
      assert.notEqual(number, placed.data.order_number);
      await shop.findOrder({ page, login, number });
      // The first visit of the admin pages changes nothing for customers.
      await shop.buy({ page, url: store.url });
    },
  );
}
