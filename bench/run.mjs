// make bench: all benchmarks, or those that are named. Each writes bench/results/<name>.json and prints a table.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildProduct } from '../tools/lib/build.mjs';
import { installDependencies } from '../tools/lib/dependencies.mjs';
import { repoRoot } from '../tools/lib/paths.mjs';
import { Problem, runMain } from '../tools/lib/problem.mjs';
import { shutdownSignal } from '../tools/lib/shutdown.mjs';
import { report } from './lib/report.mjs';
import { startSimulated } from './lib/simulated.mjs';
import { readVersions } from './lib/versions.mjs';
import { measure as catalog } from './catalog.mjs';
import { measure as listStores } from './listStores.mjs';
import { measure as manyStores } from './manyStores.mjs';
import { measure as noopJob } from './noopJob.mjs';
import { measure as oneStore } from './oneStore.mjs';
import { measure as pages } from './pages.mjs';
import { measure as platform } from './platform.mjs';
import { measure as postStores } from './postStores.mjs';
import { measure as provision } from './provision.mjs';
import { measure as queue } from './queue.mjs';
import { measure as realStores } from './realStores.mjs';
import { measure as replicas } from './replicas.mjs';
import { measure as start } from './start.mjs';
import { measure as upgradeStores } from './upgradeStores.mjs';

const benchmarks = {
  start,
  pages,
  'post-stores': postStores,
  'list-stores': listStores,
  catalog,
  'noop-job': noopJob,
  queue,
  replicas,
  provision,
  'one-store': oneStore,
  'many-stores': manyStores,
  'upgrade-stores': upgradeStores,
  'real-stores': realStores,
  platform,
};
/** These need no cluster or start some of their own, and no other one shall run beside them. */
const withOwnClusters = ['catalog', 'one-store', 'many-stores', 'platform'];

await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find(name => !Object.hasOwn(benchmarks, name));
  if (unknown) {
    throw new Problem(
      `${unknown} is no benchmark. There are: ${Object.keys(benchmarks).join(
        ', ',
      )}.`,
    );
  }
  const signal = shutdownSignal();
  await installDependencies({ signal });
  const folder = await buildProduct({ signal });
  const work = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-stores-bench-'));
  // PostgreSQL runs as another user when this one is root.
  await fs.chmod(work, 0o755);
  const directory = path.join(work, 'cluster');
  let simulated;
  const context = async name => {
    if (withOwnClusters.includes(name)) {
      await simulated?.stop();
      simulated = undefined;
    } else {
      simulated ??= await startSimulated({ directory, signal });
    }
    return {
      folder,
      work,
      simulated,
      signal,
      chart: path.join(repoRoot, 'charts/woocommerce'),
      versions: simulated && (await readVersions(simulated)),
    };
  };
  try {
    for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
      const met = await report({
        name,
        measure: async () => benchmarks[name](await context(name)),
      });
      process.exitCode ||= met ? 0 : 1;
    }
  } finally {
    await simulated?.stop();
    await fs.rm(work, { recursive: true, force: true });
  }
});
// The measured code keeps connections and timers of its own; all that was started has ended by now.
process.exit();
