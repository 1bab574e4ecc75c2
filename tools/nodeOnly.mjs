// A node without the product, for scripts/create-cluster.sh: nodeOnly.mjs FOLDER PORT. It stays in the foreground, as
// `make start` does; Ctrl-C powers the node off, and its state stays for the next time.
import fs from 'node:fs/promises';
import path from 'node:path';
import { clusterProgramsOf } from './lib/clusterProgramList.mjs';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { nodeCluster } from './lib/nodeCluster.mjs';
import { runMain } from './lib/problem.mjs';
import { isShutdown, shutdownSignal } from './lib/shutdown.mjs';

const [folder, port] = process.argv.slice(2);

await runMain(async () => {
  const signal = shutdownSignal();
  const directory = path.resolve(folder);
  const paths = {
    cluster: path.join(directory, 'cluster-state'),
    network: path.join(directory, 'network.json'),
  };
  try {
    await nodeCluster.prepare({ signal });
    await provideClusterPrograms({
      programs: clusterProgramsOf('node'),
      linkFolder: path.join(paths.cluster, 'bin'),
      signal,
    });
    await nodeCluster.end({ paths });
    const node = await nodeCluster.start({
      paths,
      ports: { URUMI_STORES_PORT: Number(port) },
      signal,
    });
    try {
      await fs.copyFile(node.kubeconfig, path.join(directory, 'kubeconfig'));
      await fs.chmod(path.join(directory, 'kubeconfig'), 0o600);
      console.log(
        [
          `The node is ready. kubeconfig: ${path.join(
            directory,
            'kubeconfig',
          )}`,
          ...(node.notice ? [node.notice] : []),
          `Next, in another terminal: scripts/install-platform.sh --cluster ${path.basename(
            directory,
          )} --build. Ctrl-C ends the node and keeps its state.`,
        ].join('\n'),
      );
      await Promise.race([
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        ),
        node.ended.then(error => {
          throw error;
        }),
      ]);
    } finally {
      await node.stop();
    }
  } catch (error) {
    if (!isShutdown(error, signal)) {
      throw error;
    }
  }
});
