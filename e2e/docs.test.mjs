import assert from 'node:assert/strict';
import { assertAccessible } from './lib/accessibility.mjs';
import { browserTest } from './lib/browserTest.mjs';

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
