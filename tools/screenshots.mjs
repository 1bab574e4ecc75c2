// make screenshots: pictures of all pages for docs/pages.md, taken by the browser test that walks them.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { writePicturePage } from './lib/picturePage.mjs';
import { Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';
import { startCopy } from './lib/startedProduct.mjs';

const docs = path.join(repoRoot, 'docs');
const folder = path.join(docs, 'images/pages');
const signal = shutdownSignal();
const work = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-stores-pages-'));
let product;
try {
  await installDependencies({ signal });
  // Its package is only there after the dependencies.
  const { findBrowser } = await import('./lib/browser.mjs');
  const port = await freePort();
  product = await startCopy({ directory: work, port, signal });
  const { code } = await run(
    process.execPath,
    ['--test', path.join(repoRoot, 'e2e/screens/screens.test.mjs')],
    {
      cwd: repoRoot,
      signal,
      print: true,
      anyExitCode: true,
      env: {
        CHROME_PATH: await findBrowser({ signal }),
        KUBECONFIG: path.join(work, 'kubeconfig'),
        URUMI_API_TOKEN_FILE: path.join(work, 'api-token'),
        URUMI_BASE_URL: `http://localhost:${port}`,
        URUMI_STATE: work,
        URUMI_PICTURES: folder,
      },
    },
  );
  process.exitCode = code;
  await writePicturePage({ folder, file: path.join(docs, 'pages.md') });
  // As all pages of the documentation are laid out.
  await run('yarn', ['prettier', '--write', 'docs/pages.md'], {
    cwd: repoRoot,
    signal,
  });
} catch (error) {
  if (!(error instanceof Problem) && !isShutdown(error, signal)) {
    throw error;
  }
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  await product?.stop();
  await fs.rm(work, { recursive: true, force: true });
}
