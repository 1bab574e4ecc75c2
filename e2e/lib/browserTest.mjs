import fs from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { environment } from './environment.mjs';
import { signIn } from './signIn.mjs';

/** How long a step of a page may take, on a machine that does much else. */
const stepTimeoutMs = 30_000;

let browser;
after(() => browser?.close());

/** Chrome refuses its sandbox to root. */
async function theBrowser() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return browser;
}

/**
 * A test in a browser of its own. `run` gets the `page`, signed in when `as` names a person, and the context of the
 * test; further options are those of a browser context, such as `colorScheme`. A failure leaves a picture of the page and
 * its accessible content in the report folder.
 */
export function browserTest(name, { as, ...options }, run) {
  test(name, async t => {
    const context = await (
      await theBrowser()
    ).newContext({
      baseURL: environment.baseUrl,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      ...options,
    });
    context.setDefaultTimeout(stepTimeoutMs);
    const page = await context.newPage();
    try {
      if (as) {
        await signIn({ page, as });
      }
      await run({ page, t });
    } catch (error) {
      await report({ name, page });
      throw error;
    } finally {
      await context.close();
    }
  });
}

async function report({ name, page }) {
  const file = path.join(
    environment.reportDirectory,
    name.replace(/[^\p{L}\p{N}]+/gu, '-'),
  );
  await fs.mkdir(environment.reportDirectory, { recursive: true });
  await page.screenshot({ path: `${file}.png`, fullPage: true });
  await fs.writeFile(
    `${file}.txt`,
    `${page.url()}\n${await page.locator('body').first().ariaSnapshot()}\n`,
  );
}
