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

await runMain(async () => {
  const names = process.argv.slice(2);
  const signal = shutdownSignal();
  await installDependencies({ signal });
  // They load packages.
  const { benchmarks, withOwnClusters } = await import('./benchmarks.mjs');
  const { readVersions } = await import('./lib/versions.mjs');
  const unknown = names.find(name => !Object.hasOwn(benchmarks, name));
  if (unknown) {
    throw new Problem(
      `${unknown} is no benchmark. There are: ${Object.keys(benchmarks).join(
        ', ',
      )}.`,
    );
  }
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
