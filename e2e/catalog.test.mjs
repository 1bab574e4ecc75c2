import assert from 'node:assert/strict';
import {
  createStore,
  removeStore,
  storeEntity,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { seeText } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'a store is in the catalog within 3 seconds, with its Kubernetes objects, and the search finds it',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Tulip ${Date.now()}`;
    const started = performance.now();
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    const entity = await waitUntil({
      what: `${store.namespace} is in the catalog`,
      timeoutMs: 3_000,
      everyMs: 50,
      check: () => storeEntity(store.namespace),
    });
    t.diagnostic(
      `in the catalog after ${Math.round(performance.now() - started)} ms`,
    );
    assert.equal(entity.kind, 'Resource');
    assert.equal(entity.spec.type, 'online-store');
    assert.equal(entity.spec.owner, 'group:default/storefront');
    assert.equal(entity.metadata.title, name);
    await storeWithStatus(store.store_id, 'READY');

    await page.goto(`/catalog/default/resource/${store.namespace}`);
    await seeText({ page, text: 'Ready' });
    await page.getByRole('link', { name: 'Open the store page' }).waitFor();
    await page.getByRole('link', { name: 'Storefront' }).first().waitFor();

    await page.getByRole('link', { name: 'Kubernetes' }).click();
    await page.getByRole('heading', { name: 'Your Clusters' }).waitFor();
    await page.getByRole('button', { name: 'local Cluster' }).click();
    await page
      .getByRole('button', { name: /^web Ingress/ })
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /^web Deployment/ })
      .first()
      .click();
    await page.getByRole('row', { name: /^web-[\w-]+ Running 1\/1/ }).waitFor();

    // The indexer runs every few seconds.
    await page.goto(`/search?query=${encodeURIComponent(name)}`);
    await waitUntil({
      what: `The search finds ${name}`,
      async check() {
        await page.reload();
        const hit = page.getByRole('link', { name });
        return hit
          .first()
          .waitFor({ timeout: 5_000 })
          .then(() => true);
      },
    });
    await page.getByRole('link', { name }).first().click();
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  },
);
