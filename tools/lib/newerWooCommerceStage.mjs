import fs from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';
import { statePaths } from './state.mjs';

const image = 'wordpress-woo';

/**
 * Takes a WooCommerce store from an older version to the one of this repository: everything of e2e/real/older-version on
 * a platform that has the older one, then everything of e2e/real/newer-version on one that has ours.
 *
 * @param options.start starts the product with more variables
 * @param options.olderPlugin folder of the older version of the plugin
 * @param options.nodeStage runs a stage of test files by a pattern and variables
 */
export async function newerWooCommerceStage({
  directory,
  start,
  olderPlugin,
  nodeStage,
  env,
  signal,
}) {
  const version = await readVersion(olderPlugin);
  const archive = await buildOlderImage({
    folder: path.join(path.dirname(directory), 'older-images'),
    olderPlugin,
    version,
    signal,
  });
  const testEnv = { ...env, URUMI_TEST_OLDER_WOOCOMMERCE: version };
  let product = await start({
    APP_CONFIG_urumiStores_images_versions: JSON.stringify({
      [image]: version,
    }),
  });
  try {
    await run(path.join(repoRoot, 'tools/cluster/node.sh'), ['load', archive], {
      env: { URUMI_CLUSTER_STATE: statePaths(directory).cluster },
      signal,
    });
    await nodeStage(
      `A store of WooCommerce ${version}`,
      'e2e/real/older-version/*.test.mjs',
      testEnv,
    );
    await product.stop();
    product = undefined;
    product = await start();
    await nodeStage(
      'That store with the WooCommerce of this repository',
      'e2e/real/newer-version/*.test.mjs',
      testEnv,
    );
  } finally {
    await product?.stop();
  }
}

async function readVersion(plugin) {
  const file = path.join(plugin, 'woocommerce.php');
  const header = await fs.readFile(file, 'utf8').catch(error => {
    throw new Problem(
      `WOO_OLDER_PLUGIN_DIR does not name a folder of the plugin: ${error.message}`,
    );
  });
  const [, version] = /^ \* Version: (\S+)$/m.exec(header) ?? [];
  if (!version) {
    throw new Problem(`${file} does not say which version it is`);
  }
  return version;
}

async function buildOlderImage({ folder, olderPlugin, version, signal }) {
  await run(
    path.join(repoRoot, 'scripts/build-images.sh'),
    ['--image', image, '--output', folder],
    {
      env: { WOO_PLUGIN_DIR: olderPlugin, WOOCOMMERCE_VERSION: version },
      progress: `building the image of WooCommerce ${version}`,
      signal,
    },
  );
  return path.join(folder, `${image}.tar`);
}
