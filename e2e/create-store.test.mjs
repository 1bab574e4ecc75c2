import assert from 'node:assert/strict';
import { assertAccessible } from './lib/accessibility.mjs';
import { callStores, createStore, removeStore } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import {
  chooseCard,
  countLoads,
  openStoreId,
  seeText,
  storeRow,
} from './lib/storePages.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'a store is created on the Stores page and gets ready before one’s eyes',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Sana’s "Räder" & <Co> 🚲 ${Date.now()}`;
    const loads = countLoads(page);
    await page.getByRole('link', { name: 'Create store' }).click();
    await page.getByRole('textbox', { name: 'Display name' }).fill(name);
    await chooseCard({ page, name: /Medium/ });
    const preview = page.getByRole('region', { name: 'What will be made' });
    await seeText({ page, within: preview, text: 'No problems found.' });
    await preview.getByText(/^store-[0-9a-f-]{36}\.localhost$/).waitFor();
    await preview.getByText(/1 Namespace/).waitFor();
    await preview.getByText(/^Up to [\d.]+ CPU/).waitFor();
    await page.getByRole('button', { name: 'Create store' }).click();

    const id = await openStoreId({ page });
    t.after(() => removeStore(id));
    await page.getByRole('heading', { name, level: 2 }).waitFor();
    await page.getByRole('heading', { name: 'Progress' }).waitFor();
    await seeText({ page, text: 'Ready', timeout: 120_000 });
    for (const step of [
      'namespace',
      'guardrails',
      'credentials',
      'release',
      'workloads',
    ]) {
      await page
        .getByRole('listitem')
        .filter({ hasText: step })
        .filter({ hasText: 'Done' })
        .first()
        .waitFor();
    }
    for (const step of ['storefront', 'checkout']) {
      await page
        .getByRole('listitem')
        .filter({ hasText: step })
        .filter({ hasText: 'Skipped' })
        .first()
        .waitFor();
    }
    await page
      .getByRole('note')
      .filter({ hasText: 'Simulated cluster' })
      .waitFor();
    for (const event of ['queued', 'install_started', 'ready']) {
      await seeText({ page, text: event });
    }
    await page.getByRole('link', { name: 'Storefront' }).first().waitFor();
    assert.equal(loads(), 0, 'The page was loaded anew');

    const { body } = await callStores(`stores/${id}`);
    assert.equal(body.display_name, name);
    assert.equal(body.owner, 'group:default/storefront');
    assert.equal(body.created_by, 'user:default/sana');
    assert.equal(body.plan, 'medium');
  },
);

browserTest(
  'the form says before Create that a host name is taken, and that one is none',
  { as: 'sana' },
  async ({ page, t }) => {
    const hostname = `taken-${Date.now()}.localhost`;
    const { store_id: id } = await createStore({ as: 'sana', hostname });
    t.after(() => removeStore(id));
    await page.goto('/stores/create');
    const field = page.getByRole('textbox', { name: 'Host name' });
    await field.fill(hostname);
    await page
      .getByRole('alert')
      .or(page.getByRole('status'))
      .getByText(/belongs to another store/)
      .first()
      .waitFor();
    await expectDescription(field, /belongs to another store/);
    await field.fill('no host!');
    await expectDescription(field, /must be a host name/);
    await field.fill('');
    await seeText({ page, text: 'No problems found.' });
  },
);

browserTest(
  'what was entered is there after leaving and after a reload, and two presses make one store',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Twice ${Date.now()}`;
    await page.goto('/stores/create');
    const field = page.getByRole('textbox', { name: 'Display name' });
    await field.fill(name);
    await page.getByRole('link', { name: 'Stores' }).first().click();
    await page.getByRole('link', { name: 'Create store' }).click();
    await expectValue(field, name);
    await page.reload();
    await expectValue(field, name);
    await seeText({ page, text: 'This is what you had entered before.' });

    await page.getByRole('button', { name: 'Create store' }).dblclick();
    const id = await openStoreId({ page });
    t.after(() => removeStore(id));
    assert.deepEqual(await idsOf(name), [id]);
    await page.goto('/stores/create');
    await expectValue(field, '');
  },
);

browserTest(
  'a store whose answer was lost on the way is found again, and not made twice',
  { as: 'sana' },
  async ({ page, t }) => {
    const name = `Lost ${Date.now()}`;
    await page.goto('/stores/create');
    await page.getByRole('textbox', { name: 'Display name' }).fill(name);
    await seeText({ page, text: 'No problems found.' });
    await page.route(
      url => url.pathname.endsWith('/api/urumi-stores/stores') && !url.search,
      async route => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Create store' }).click();
    const lost = 'It is not known whether your store was made';
    await seeText({ page, text: lost });
    const [id] = await idsOf(name);
    t.after(() => removeStore(id));

    await page.reload();
    await seeText({ page, text: lost });
    await page.getByRole('button', { name: 'Create store' }).click();
    assert.equal(await openStoreId({ page }), id);
    assert.deepEqual(await idsOf(name), [id]);
  },
);

browserTest(
  'the form fits a phone, in the dark too',
  { as: 'marco' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/stores/create');
      await seeText({ page, text: 'No problems found.' });
      await page.getByRole('button', { name: 'Create store' }).waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(overflow <= 0, `${overflow} px too wide`);
      await assertAccessible({ page });
    }
  },
);

browserTest(
  'the list shows a store that somebody else creates and deletes, without a reload',
  { as: 'marco' },
  async ({ page, t }) => {
    const name = `Lantern ${Date.now()}`;
    const loads = countLoads(page);
    const { body } = await callStores('stores', {
      method: 'POST',
      as: 'sana',
      body: { display_name: name },
    });
    t.after(() => removeStore(body.store_id));
    const row = storeRow({ page, name });
    await row.getByText('Ready', { exact: true }).waitFor({ timeout: 120_000 });
    await row.getByRole('link', { name: 'Storefront' }).waitFor();
    await callStores(`stores/${body.store_id}`, { method: 'DELETE' });
    await row.waitFor({ state: 'detached', timeout: 120_000 });
    assert.equal(loads(), 0, 'The page was loaded anew');
  },
);

/** The ids of the stores of that name. */
async function idsOf(name) {
  const { body } = await callStores(
    `stores?limit=10&q=${encodeURIComponent(name)}`,
  );
  return body.map(({ id }) => id);
}

/** Waits until a field has a value. */
async function expectValue(field, value) {
  await field.waitFor();
  await waitUntil({
    what: `The field holds "${value}"`,
    check: async () =>
      (await field.inputValue()) === value ? true : undefined,
  });
}

/** Waits until what a screen reader says of a field matches. */
async function expectDescription(field, pattern) {
  await waitUntil({
    what: `The field is described by ${pattern}`,
    async check() {
      const description = await field.evaluate(element =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map(id => document.getElementById(id)?.textContent ?? '')
          .join(' '),
      );
      return pattern.test(description) ? true : undefined;
    },
  });
}
