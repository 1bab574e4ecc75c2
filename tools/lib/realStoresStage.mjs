import fs from 'node:fs/promises';
import path from 'node:path';
import { archivesFolder } from './storeImages.mjs';
import { freePort } from './ports.mjs';
import { startCopy } from './startedProduct.mjs';

/** Engines with the image that decides whether they can be tried here, and why that may be missing. */
const engineImages = {
  medusa: ['medusa', 'its image could not be built'],
  woocommerce: [
    'wordpress-woo',
    'its plugin is in no package registry, and neither could it be downloaded nor do WOO_PLUGIN_DIR and WP_CLI_PHAR name local copies',
  ],
};

/**
 * Tests stores whose containers really run, on a node of this machine: everything of e2e/real, then, after a power-off of
 * the node, everything of e2e/real/after-restart.
 *
 * @param options.nodeStage runs a stage of test files by a pattern
 * @param options.skip says what is not tested, and why
 */
export async function realStoresStage({
  directory,
  browser,
  nodeStage,
  skip,
  signal,
}) {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    skip('real stores on a node', 'a node needs Linux and root');
    return;
  }
  const port = await freePort();
  const start = () => startCopy({ directory, port, signal, cluster: 'node' });
  let product = await start();
  try {
    const env = {
      CHROME_PATH: browser,
      KUBECONFIG: path.join(directory, 'kubeconfig'),
      URUMI_API_TOKEN_FILE: path.join(directory, 'api-token'),
      URUMI_BASE_URL: `http://localhost:${port}`,
      URUMI_STATE: directory,
      URUMI_TEST_ENGINES: (await availableEngines({ skip })).join(','),
    };
    await nodeStage('Real stores on a node', 'e2e/real/*.test.mjs', env);
    await product.stop();
    product = undefined;
    product = await start();
    await nodeStage(
      'Real stores after a restart of the node',
      'e2e/real/after-restart/*.test.mjs',
      env,
    );
  } finally {
    await product?.stop();
  }
}

async function availableEngines({ skip }) {
  const archives = await fs.readdir(archivesFolder());
  const engines = [];
  for (const [engine, [image, reason]] of Object.entries(engineImages)) {
    if (archives.includes(`${image}.tar`)) {
      engines.push(engine);
    } else {
      skip(`real ${engine} stores`, reason);
    }
  }
  return engines;
}
