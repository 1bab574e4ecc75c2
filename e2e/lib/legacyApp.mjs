import fs from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../tools/lib/run.mjs';

const repoRoot = path.resolve(import.meta.dirname, '../..');
const dist = path.join(repoRoot, 'packages/app-legacy/dist');

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Builds the app of the old frontend system. */
export async function buildLegacyApp() {
  await run('yarn', ['workspace', 'app-legacy', 'build'], {
    cwd: repoRoot,
    progress: 'building the app of the old frontend system',
  });
}

/**
 * From now on `page` finds that app where the product's own is; what it asks of the backend goes to the product.
 *
 * @param options.origin where the product is
 */
export async function serveLegacyApp({ page, origin }) {
  await page.addInitScript(baseUrl => {
    window.__APP_CONFIG__ = { app: { baseUrl }, backend: { baseUrl } };
  }, origin);
  await page.route(`${origin}/**`, async route => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/api/') || pathname.startsWith('/.backstage/')) {
      await route.continue();
      return;
    }
    const name = path.extname(pathname) ? pathname : '/index.html';
    const body = await fs
      .readFile(path.join(dist, path.normalize(name)))
      .catch(() => undefined);
    await route.fulfill(
      body === undefined
        ? { status: 404, body: '' }
        : { contentType: types[path.extname(name)], body },
    );
  });
}
