import assert from 'node:assert/strict';
import { assertAccessible } from './lib/accessibility.mjs';
import { assertFits } from './lib/assertFits.mjs';
import { browserTest } from './lib/browserTest.mjs';
import { looks } from './lib/looks.mjs';
import { waitUntil } from './lib/waitUntil.mjs';

browserTest(
  'a first visit is guided once, by keyboard as well, and comes back from the help',
  { as: 'marco' },
  async ({ page }) => {
    const visit = page.getByRole('region', { name: 'Guided visit' });
    await visit.waitFor();
    await assertAccessible({ page });
    await visit.getByRole('button', { name: 'Next tip' }).focus();
    await page.keyboard.press('Enter');
    await visit.getByRole('heading', { name: 'Create one' }).waitFor();
    // It is kept with the person's settings, not in the browser.
    const isKept = page.waitForResponse(
      answer =>
        answer.url().includes('/api/user-settings/') &&
        answer.request().method() === 'PUT',
    );
    await page.keyboard.press('Escape');
    await visit.waitFor({ state: 'detached' });
    await isKept;
    await page.reload();
    await page.getByRole('button', { name: 'Help' }).click();
    assert.equal(await visit.count(), 0);
    await page.getByRole('menuitem', { name: 'Show the guided visit' }).click();
    await visit.getByRole('heading', { name: 'A shop of your own' }).waitFor();
  },
);

// What TechDocs shows is in a shadow root, which roles and names are found through.
browserTest(
  'the documentation of the system is read in the product: its pages, their links and their pictures',
  { as: 'sana' },
  async ({ page }) => {
    const title = name =>
      page.getByRole('article').getByRole('heading', { name, level: 1 });
    await page.getByRole('link', { name: 'Docs' }).first().click();
    await page.getByRole('link', { name: 'Urumi Stores' }).first().click();
    await title(/^Urumi Stores/).waitFor();

    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'The pages in pictures' })
      .click();
    await page.waitForURL('**/docs/default/system/urumi-stores/pages/');
    await title(/^The pages in pictures/).waitFor();
    const pictures = page.getByRole('article').getByRole('img');
    await waitUntil({
      what: 'All pictures of the pages are there',
      async check() {
        const widths = await pictures.evaluateAll(all =>
          all.map(({ naturalWidth }) => naturalWidth),
        );
        return (
          (widths.length > 40 && widths.every(width => width > 0)) || undefined
        );
      },
    });
    await assertAccessible({ page });
  },
);

browserTest(
  'on a phone the navigation of the documentation opens, and leads on',
  { as: 'sana', ...looks.phone },
  async ({ page }) => {
    await page.goto('/docs/default/system/urumi-stores/');
    const isInWindow = async element => {
      const box = await element.boundingBox();
      const { width, height } = page.viewportSize();
      return (
        box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height
      );
    };
    const title = page
      .getByRole('article')
      .getByRole('heading', { name: /^Urumi Stores/ });
    await title.waitFor();
    assert.ok(await isInWindow(title), 'the text begins below the window');
    await assertFits({ page });

    const link = page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Runbook' });
    assert.ok(!(await isInWindow(link)));
    await page.getByTitle('Toggle Sidebar').click();
    await waitUntil({
      what: 'The navigation is in the window',
      check: async () => (await isInWindow(link)) || undefined,
    });
    await link.click();
    await page
      .getByRole('article')
      .getByRole('heading', { name: /^Runbook/, level: 1 })
      .waitFor();
  },
);

browserTest(
  'an address of the runbook, as errors link to it, opens at its entry',
  { as: 'marco' },
  async ({ page }) => {
    await page.goto(
      '/docs/default/system/urumi-stores/runbook/#image-pull-failed',
    );
    const entry = page.getByRole('heading', { name: /^Image pull failed/ });
    await entry.waitFor();
    await waitUntil({
      what: 'The entry is in the window',
      async check() {
        const { y } = await entry.boundingBox();
        const isSeen = Math.round(y) >= 0 && y < page.viewportSize().height;
        return isSeen || undefined;
      },
    });
  },
);

browserTest(
  'a search in the documentation leads to the chapter that it found',
  { as: 'sana' },
  async ({ page }) => {
    const refused = [];
    page.on('response', answer => {
      if (answer.status() >= 400) {
        refused.push(`${answer.status()} ${answer.url()}`);
      }
    });
    await page.goto('/docs/default/system/urumi-stores/');
    await page
      .getByRole('article')
      .getByRole('heading', { level: 1 })
      .waitFor();
    const chapter = 'UrumiStoresDatabaseUnreadable';
    await page.getByLabel('Search docs').fill(chapter);
    await page.getByRole('option', { name: chapter }).first().click();
    await page.waitForURL(`**/runbook/#${chapter.toLowerCase()}`);
    await page
      .getByRole('article')
      .getByRole('heading', { name: chapter })
      .waitFor();
    assert.deepEqual(refused, []);
  },
);

browserTest(
  'only what has documentation has the tab for it',
  { as: 'sana' },
  async ({ page }) => {
    const tabs = page.getByRole('navigation', { name: 'Content navigation' });
    const docs = tabs.getByRole('link', { name: 'TechDocs' });
    await page.goto('/catalog/default/system/urumi-stores');
    await docs.waitFor();
    await page.goto('/catalog/default/group/storefront');
    await tabs.getByRole('link', { name: 'Overview' }).waitFor();
    assert.equal(await docs.count(), 0);
  },
);
