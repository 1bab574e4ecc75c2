import fs from 'node:fs/promises';
import path from 'node:path';
import { provideClusterPrograms } from '../../tools/lib/clusterPrograms.mjs';
import { choosePorts, startCluster } from '../../tools/lib/product.mjs';
import { run } from '../../tools/lib/run.mjs';
import { prepareState } from '../../tools/lib/state.mjs';

/**
 * Starts a new simulated cluster with its state in `directory`.
 *
 * @param options.nodes how many nodes of 250 pods it has; default: 2
 */
export async function startSimulated({ directory, nodes, signal }) {
  const paths = await prepareState(directory);
  const programs = path.join(paths.cluster, 'bin');
  await fs.mkdir(programs, { recursive: true });
  await provideClusterPrograms({ linkFolder: programs, signal });
  const ports = await choosePorts({ kind: 'sim', paths });
  const kind = 'sim';
  const cluster = await startCluster({ kind, paths, ports, nodes, signal });
  return {
    cluster,
    ports,
    helm: path.join(programs, 'helm'),
    kubeconfig: paths.kubeconfig,
    /** @returns what kubectl prints */
    async kubectl(...args) {
      const { stdout } = await run(
        path.join(programs, 'kubectl'),
        ['--kubeconfig', paths.kubeconfig, ...args],
        { signal },
      );
      return stdout;
    },
    /** @returns the process ids of the cluster's daemons by name */
    async daemons() {
      const folder = path.join(paths.cluster, 'run');
      const pids = {};
      for (const file of await fs.readdir(folder)) {
        if (file.endsWith('.pid')) {
          const text = await fs.readFile(path.join(folder, file), 'utf8');
          pids[path.basename(file, '.pid')] = Number(text);
        }
      }
      return pids;
    },
    stop: () => cluster.stop(),
  };
}
