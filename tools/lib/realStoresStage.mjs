import fs from 'node:fs/promises';
import path from 'node:path';
import { registryLogin } from '../../e2e/lib/privateRegistry.mjs';
import { newerWooCommerceStage } from './newerWooCommerceStage.mjs';
import { keptNetwork } from './nodeNetwork.mjs';
import { hasProgram } from './nodeRequirements.mjs';
import { archivesFolder } from './storeImages.mjs';
import { freePort } from './ports.mjs';
import { startCopy } from './startedProduct.mjs';
import { statePaths } from './state.mjs';

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
 * the node, everything of e2e/real/after-restart, with the images of new stores from a registry. A WooCommerce store goes
 * from an older version to ours where WOO_OLDER_PLUGIN_DIR names a copy of an older plugin.
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
  const start = variables =>
    startCopy({ directory, port, signal, cluster: 'node', env: variables });
  let product = await start();
  try {
    const engines = await availableEngines({ skip });
    const env = {
      CHROME_PATH: browser,
      KUBECONFIG: path.join(directory, 'kubeconfig'),
      URUMI_API_TOKEN_FILE: path.join(directory, 'api-token'),
      URUMI_BASE_URL: `http://localhost:${port}`,
      URUMI_STATE: directory,
      URUMI_TEST_ENGINES: engines.join(','),
    };
    await nodeStage('Real stores on a node', 'e2e/real/*.test.mjs', env);
    await product.stop();
    product = undefined;
    const registry = await privateRegistry({ directory, skip, signal });
    product = await start(registry?.productVariables);
    await nodeStage(
      'Real stores after a restart of the node',
      'e2e/real/after-restart/*.test.mjs',
      { ...env, ...registry?.testVariables },
    );
    await product.stop();
    product = undefined;
    const olderPlugin = process.env.WOO_OLDER_PLUGIN_DIR;
    if (engines.includes('woocommerce') && olderPlugin) {
      await newerWooCommerceStage({
        directory,
        start,
        olderPlugin,
        nodeStage,
        env,
        signal,
      });
    } else {
      skip(
        'WooCommerce from one version to the next',
        'it needs an image of WooCommerce, and WOO_OLDER_PLUGIN_DIR with an older plugin',
      );
    }
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

/**
 * A registry with a login, at the address by which the node reaches this machine. The test serves it, as the address is
 * there only while the node runs.
 *
 * @returns variables of the product that has stores take their images from there, and of the test; undefined when
 *   there is no program for it
 */
async function privateRegistry({ directory, skip, signal }) {
  const program = {
    program: 'docker-registry',
    debianPackage: 'docker-registry',
  };
  if (!(await hasProgram({ ...program, signal }))) {
    skip(
      'images from a registry',
      "the registry's program, docker-registry, is not here",
    );
    return undefined;
  }
  const { HOST_IP } = await keptNetwork({
    file: statePaths(directory).network,
  });
  const address = `${HOST_IP}:${await freePort()}`;
  return {
    productVariables: {
      APP_CONFIG_urumiStores_images_registry: JSON.stringify(
        `${address}/shops`,
      ),
      APP_CONFIG_urumiStores_images_pullSecrets: JSON.stringify([
        { dockerConfigJson: registryLogin(address) },
      ]),
    },
    testVariables: { URUMI_TEST_REGISTRY: address },
  };
}
