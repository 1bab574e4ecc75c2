import assert from 'node:assert/strict';
import { callStores, removeStore } from '../lib/api.mjs';
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
      await page.keyboard.press('Escape');
      await readLogs({ page, store, login });

      const shop = shopOf(engine);
      const number = await shop.buy({ page, url: store.url });
      assert.notEqual(number, placed.data.order_number);
      await shop.findOrder({ page, login, number });
      // The first visit of the admin pages changes nothing for customers.
      await shop.buy({ page, url: store.url });
    },
  );
}

/** Every pod that runs has a log, without the store's password; the page shows it as it grows. */
async function readLogs({ page, store, login }) {
  const logs = `stores/${store.id}/logs`;
  const { body: resources } = await callStores(`stores/${store.id}/resources`, {
    as: 'sana',
  });
  const pods = resources.items.filter(
    ({ kind, details }) => kind === 'Pod' && details.phase === 'Running',
  );
  assert.ok(pods.length > 0);
  for (const { name, details } of pods) {
    const { name: container } = details.containers.find(({ init }) => !init);
    const { status, body } = await callStores(
      `${logs}?pod=${name}&container=${container}`,
      { as: 'sana' },
    );
    assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`);
    assert.equal(body.absent, null);
    assert.ok(body.lines.length > 0, `${name} has written nothing`);
    assert.ok(!JSON.stringify(body).includes(login.password));
    const { time } = body.lines.at(-1);
    const { body: rest } = await callStores(
      `${logs}?pod=${name}&container=${container}&since=${time}`,
      { as: 'sana' },
    );
    assert.ok(rest.lines.every(line => line.time > time));
    const { body: before } = await callStores(
      `${logs}?pod=${name}&container=${container}&previous=true`,
      { as: 'sana' },
    );
    assert.ok(before.absent?.reason === 'NotStarted' || before.lines.length);
  }
  assert.equal((await callStores(logs, { as: 'marco' })).status, 403);

  await page.getByRole('tab', { name: 'Kubernetes' }).click();
  await page.getByRole('button', { name: 'Show log' }).click();
  await page.getByRole('log').waitFor();
  await page.getByRole('tab', { name: 'Overview' }).click();
}
