import fs from 'node:fs';
import path from 'node:path';

const repoRoot = path.resolve(import.meta.dirname, '../..');
const state = path.resolve(
  process.env.URUMI_STATE || path.join(repoRoot, '.local'),
);
const tokenFile =
  process.env.URUMI_API_TOKEN_FILE || path.join(state, 'api-token');

/** Where the product under test is; without any variable, the copy that `make start` runs. */
export const environment = {
  baseUrl: process.env.URUMI_BASE_URL || 'http://localhost:7007',
  /** Folder of the cluster: beside the token, as `make start` lays it out. */
  clusterDirectory: path.join(path.dirname(tokenFile), 'cluster'),
  /** With the rights of an administrator of the cluster. */
  kubeconfig:
    process.env.KUBECONFIG || path.join(path.dirname(tokenFile), 'kubeconfig'),
  /** Engines whose images the cluster has. */
  engines: (process.env.URUMI_TEST_ENGINES || 'medusa').split(','),
  /** Address at which a test serves the registry that the product takes images from, if it does. */
  registry: process.env.URUMI_TEST_REGISTRY,
  /** Version of WooCommerce of the store that a test takes to ours. */
  olderWooCommerce: process.env.URUMI_TEST_OLDER_WOOCOMMERCE,
  /** Where a shop's order is noted that has to be there after a restart. */
  keptOrdersFile: path.join(path.dirname(tokenFile), 'kept-orders.json'),
  /** Where the scripts of the simulated cluster are. */
  clusterTools: path.join(repoRoot, 'tools/cluster'),
  /** Where a failed test leaves what it last saw. */
  reportDirectory: path.join(repoRoot, 'e2e-test-report'),
};

/** The token of the service principal `external:local-api`. */
export function apiToken() {
  return fs.readFileSync(tokenFile, 'utf8').trim();
}
