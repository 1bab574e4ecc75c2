import path from 'node:path';
import { choosePorts, startCluster } from '../../tools/lib/product.mjs';
import { run } from '../../tools/lib/run.mjs';
import { prepareState } from '../../tools/lib/state.mjs';

/** Starts a simulated cluster whose programs are linked in `directory`/cluster/bin. */
export async function startSimulated({ directory, signal }) {
  const paths = await prepareState(directory);
  const ports = await choosePorts({ kind: 'sim', paths });
  const cluster = await startCluster({ kind: 'sim', paths, ports, signal });
  const kubectlProgram = path.join(paths.cluster, 'bin/kubectl');
  return {
    cluster,
    ports,
    helm: path.join(paths.cluster, 'bin/helm'),
    kubeconfig: paths.kubeconfig,
    /** @returns what kubectl prints */
    async kubectl(...args) {
      const { stdout } = await run(
        kubectlProgram,
        ['--kubeconfig', paths.kubeconfig, ...args],
        { signal },
      );
      return stdout;
    },
    stop: () => cluster.stop(),
  };
}
