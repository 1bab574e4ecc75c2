import assert from 'node:assert/strict';
import {
  call,
  createStore,
  removeStore,
  storeEntity,
  storeWithStatus,
} from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { seeText } from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'a store is in the catalog within 3 seconds, with its relations, links, activity and Kubernetes objects',
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
    assert.equal(entity.spec.system, 'system:default/online-stores');
    assert.equal(entity.metadata.title, name);
    await storeWithStatus(store.store_id, 'READY');

    await page.goto(`/catalog/default/resource/${store.namespace}`);
    await seeText({ page, text: 'Ready' });
    await page.getByRole('link', { name: 'Open the store page' }).waitFor();
    await page.getByRole('link', { name: 'Storefront' }).first().waitFor();
    await page.getByRole('link', { name: 'Online stores' }).first().waitFor();
    const activity = page.getByRole('region', { name: 'Recent activity' });
    await activity.getByRole('listitem').first().waitFor();
    await activity.getByRole('link', { name: 'All activity' }).waitFor();
    const { url, admin_url: adminUrl } = await storeWithStatus(
      store.store_id,
      'READY',
    );
    for (const [title, address] of [
      ['Shop', url],
      ['Admin pages', adminUrl],
    ]) {
      await waitUntil({
        what: `The entity leads to ${address}`,
        check: async () =>
          (
            await storeEntity(store.namespace)
          ).metadata.links.find(
            link => link.title === title && link.url === address,
          ),
      });
    }

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
  },
);

browserTest(
  'the page of a team shows its stores, page by page, as they are now',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Aster ${Date.now()}`;
    const stores = [];
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const store = await createStore({
        as: 'sana',
        display_name: `${name} ${number}`,
      });
      t.after(() => removeStore(store.store_id));
      stores.push(store);
    }
    await page.goto('/catalog/default/group/storefront');
    const card = page.getByRole('region', { name: 'Stores of this team' });
    // The newest first, five on a page.
    await card.getByRole('rowheader', { name: `${name} 6` }).waitFor();
    assert.equal(
      await card.getByRole('rowheader', { name: `${name} 1` }).count(),
      0,
    );
    await card.getByRole('button', { name: 'Next page' }).click();
    const first = card.getByRole('row').filter({
      has: page.getByRole('rowheader', { name: `${name} 1` }),
    });
    await seeText({ within: first, text: 'Ready', timeout: 120_000 });
    await first.getByRole('link', { name: `${name} 1` }).click();
    await page.waitForURL(`**/stores/${stores[0].store_id}`);

    await page.goto('/catalog/default/group/marketing');
    await card.waitFor();
    assert.equal(await card.getByText(name).count(), 0);
  },
);

browserTest(
  'a store that is unregistered by hand comes back, and one that is deleted leaves the catalog',
  { as: 'olga' },
  async ({ page, t }) => {
    const name = `Lupin ${Date.now()}`;
    const store = await createStore({ as: 'sana', display_name: name });
    t.after(() => removeStore(store.store_id));
    await storeWithStatus(store.store_id, 'READY');
    await page.goto(`/catalog/default/resource/${store.namespace}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Unregister entity' }).click();
    await page.getByRole('button', { name: 'Delete Entity' }).click();
    await waitUntil({
      what: `${store.namespace} is unregistered`,
      check: async () =>
        (await storeEntity(store.namespace)) ? undefined : true,
    });

    await compareStoresWithCatalog();
    await waitUntil({
      what: `${store.namespace} is in the catalog again`,
      check: () => storeEntity(store.namespace),
    });

    await removeStore(store.store_id);
    await waitUntil({
      what: `${store.namespace} has left the catalog`,
      timeoutMs: 3_000,
      everyMs: 50,
      check: async () =>
        (await storeEntity(store.namespace)) ? undefined : true,
    });
    await page.goto(`/catalog/default/resource/${store.namespace}`);
    await page.getByText('Entity not found').first().waitFor();
  },
);

/** Lets the catalog do at once what it does on its schedule. */
async function compareStoresWithCatalog() {
  const { status } = await call(
    'catalog/.backstage/scheduler/v1/tasks/urumi-stores:full-sync/trigger',
    { method: 'POST' },
  );
  assert.equal(status, 200);
}
