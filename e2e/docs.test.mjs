import assert from 'node:assert/strict';
import { assertAccessible } from './lib/accessibility.mjs';
import { browserTest } from './lib/browserTest.mjs';

/** The chapter that pages link to from a store whose image cannot be found. */
const chapter = '/docs/default/system/urumi-stores/runbook/#image-not-found';

browserTest(
  'the runbook is read in the product, at the chapter that a failed store leads to',
  { as: 'sana' },
  async ({ page }) => {
    await page.goto(chapter);
    const heading = page.getByRole('heading', { name: /^Image not found/ });
    await heading.waitFor();
    await page.waitForFunction(element => {
      const { top } = element.getBoundingClientRect();
      return top >= 0 && top < window.innerHeight;
    }, await heading.elementHandle());
    await page
      .getByText('The registry says that there is no such image')
      .waitFor();

    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'System design' })
      .click();
    await page.getByRole('heading', { name: /^System design/ }).waitFor();
    await page.waitForURL('**/system-design/');
  },
);

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
