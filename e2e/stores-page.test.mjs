import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { assertAccessible } from './lib/accessibility.mjs';
import { createStore, removeStore, storeWithStatus } from './lib/api.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { storeRow } from './lib/storePages.mjs';

const mark = Date.now().toString(36);
const names = ['Alder', 'Birch', 'Cedar'].map(tree => `${mark} ${tree}`);
const [alder, birch, cedar] = names;
/** Of the other team; its name begins with the same letters. */
const foreign = `${mark} Dogwood`;
const ids = new Map();

before(async () => {
  const stores = [
    ...names.map(name => ({ as: 'sana', display_name: name })),
    { as: 'marco', display_name: foreign },
  ];
  for (const store of stores) {
    const { store_id: id } = await createStore(store);
    ids.set(store.display_name, id);
  }
  await Promise.all([...ids.values()].map(id => storeWithStatus(id, 'READY')));
});
after(() => Promise.all([...ids.values()].map(removeStore)));

const openList = (page, query = '') => page.goto(`/stores${query}`);
const row = (page, name) => storeRow({ page, name });

/** Waits until the list shows these stores, in this order, and no others. */
async function seeStores(page, expected) {
  await page.waitForFunction(
    wanted => {
      const headers = [...document.querySelectorAll('[role=rowheader]')];
      return (
        JSON.stringify(headers.map(({ textContent }) => textContent)) ===
        JSON.stringify(wanted)
      );
    },
    expected,
    { polling: 100 },
  );
}

const query = page => new URL(page.url()).searchParams;

browserTest(
  'filters and order stand in the address: the way back works, and a copied link shows the same',
  { as: 'sana' },
  async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Search stores' }).fill(mark);
    await page.waitForURL(url => url.searchParams.get('q') === mark);
    await seeStores(page, [foreign, cedar, birch, alder]);

    await page.getByRole('columnheader', { name: 'Name' }).click();
    await seeStores(page, [alder, birch, cedar, foreign]);
    await page.getByRole('columnheader', { name: 'Name' }).click();
    await seeStores(page, [foreign, cedar, birch, alder]);
    assert.equal(query(page).get('sort'), '-display_name');

    await page.getByText('Only mine').click();
    await seeStores(page, [cedar, birch, alder]);
    await page.getByText('Only mine').click();
    await seeStores(page, [foreign, cedar, birch, alder]);

    await page.getByRole('button', { name: /Any owner/ }).click();
    await page.getByRole('option', { name: 'Marketing' }).click();
    await page.keyboard.press('Escape');
    await seeStores(page, [foreign]);
    const link = page.url();
    assert.equal(query(page).get('owner'), 'group:default/marketing');

    await page.goBack();
    await seeStores(page, [foreign, cedar, birch, alder]);
    await page.goForward();
    await seeStores(page, [foreign]);

    const other = await page.context().newPage();
    // The person is remembered by the tab alone.
    await other.addInitScript(() =>
      sessionStorage.setItem('urumi-demo-person', 'marco'),
    );
    await other.goto(link);
    await seeStores(other, [foreign]);
    assert.equal(
      await other
        .getByRole('searchbox', { name: 'Search stores' })
        .inputValue(),
      mark,
    );

    await openList(page, `?q=${mark}-nothing`);
    await page.getByRole('heading', { name: 'No store matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await row(page, alder).waitFor();
    assert.equal(page.url().includes('q='), false);
  },
);

browserTest(
  'the list is chosen from and deleted with the keyboard alone, foreign stores left out',
  { as: 'sana' },
  async ({ page }) => {
    await openList(page, `?q=${mark}&sort=display_name`);
    await seeStores(page, [alder, birch, cedar, foreign]);
    await page.getByRole('searchbox', { name: 'Search stores' }).focus();
    await tabTo(page, 'row', alder);
    for (const name of [birch, cedar, foreign]) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await row(page, name)
        .and(page.getByRole('row', { selected: true }))
        .waitFor();
    }
    const chosen = page.getByRole('region', { name: 'Chosen stores' });
    await chosen.getByText('3 stores chosen').waitFor();
    await tabTo(page, 'button', 'Delete');
    await page.keyboard.press('Enter');

    const dialog = page.getByRole('dialog', { name: 'Delete 3 stores?' });
    const field = dialog.getByRole('textbox', {
      name: 'Type delete 2 stores to confirm',
    });
    await field.waitFor();
    await dialog.getByText('You may not do this').waitFor();
    await assertAccessible({ page });
    await tabTo(page, 'textbox', 'delete 2 stores');
    await page.keyboard.type('delete 2 stores');
    await tabTo(page, 'button', 'Delete 2 stores for good');
    await page.keyboard.press('Enter');
    await dialog.getByText('Deletion begun: 2 of 2').waitFor();
    await tabTo(page, 'button', 'Done');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });

    // They leave the list by themselves.
    await seeStores(page, [alder, foreign]);
    await page.getByText('Show deleted').click();
    await seeStores(page, [alder, birch, cedar, foreign]);
    await row(page, birch).getByText('Deleted', { exact: true }).waitFor();
  },
);

browserTest(
  'the list fits a phone, in both themes',
  { as: 'sana' },
  async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await openList(page, `?q=${mark}`);
      const list = page.getByRole('list', { name: 'Stores', exact: true });
      await list.getByRole('link', { name: alder, exact: true }).waitFor();
      await assertFits(page);
      await page.getByRole('button', { name: /^Filters/ }).click();
      await page.getByText('Only mine').waitFor();
      await assertFits(page);
      await assertAccessible({ page });
    }
  },
);

/** Presses Tab until something with this role and this in its name has the focus. */
async function tabTo(page, role, name) {
  const target = page.getByRole(role, { name }).and(page.locator(':focus'));
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await target.count()) > 0) {
      return;
    }
  }
  throw new Error(`No ${role} "${name}" is reached by Tab`);
}

/** Nothing is wider than the screen, so that nobody has to push the page sideways. */
async function assertFits(page) {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth: wide, clientWidth: seen } = document.documentElement;
    return { scrollWidth: wide, clientWidth: seen };
  });
  assert.ok(
    scrollWidth <= clientWidth,
    `The page is ${scrollWidth} wide, the screen ${clientWidth}`,
  );
}
