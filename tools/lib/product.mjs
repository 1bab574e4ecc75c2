import path from 'node:path';
import { startBackend } from './backendProcess.mjs';
import { clusterKinds, keptClusterKind } from './clusterKinds.mjs';
import { copyKubeconfig, grantReadAccess } from './kubernetesAccess.mjs';
import { repoRoot } from './paths.mjs';
import { note, phase, secondsSince } from './phases.mjs';
import { isPortFree, keptPorts } from './ports.mjs';
import { Problem } from './problem.mjs';
import { ProcessRecord } from './processes.mjs';
import { keptSecret, writeSecretFile } from './secretFile.mjs';

/** Ends what an earlier run of this state has left behind. @returns the names of what was ended */
export async function endLeftovers({ paths }) {
  const processes = new ProcessRecord(paths.processes);
  const ended = [];
  if (await processes.end('backend', { patience: 45_000 })) {
    ended.push('backend');
  }
  const supervised = await processes.end('cluster', { patience: 30_000 });
  const kind = await keptClusterKind({ paths });
  if ((kind && (await clusterKinds[kind].end({ paths }))) || supervised) {
    ended.push('cluster');
  }
  processes.clear();
  return ended;
}

/** @throws Problem when another program listens on the port that the person chose */
export async function requirePort(port) {
  if (!(await isPortFree(port))) {
    throw new Problem(
      `Port ${port} is taken by another program. Choose another one by PORT, for example PORT=${
        port + 1
      }.`,
    );
  }
}

/** The other ports of this copy. */
export async function choosePorts({ kind, paths }) {
  return keptPorts({
    file: paths.ports,
    names: ['URUMI_STORES_PORT', ...clusterKinds[kind].ports],
    preferred: { URUMI_STORES_PORT: 8080 },
  });
}

/**
 * Starts the chosen cluster, or reaches it, and lets Backstage read it.
 *
 * @param options.nodes of a simulated cluster
 */
export async function startCluster({ kind, paths, ports, nodes, signal }) {
  const { name, starting, start, ...chosen } = clusterKinds[kind];
  const kubectl = path.join(paths.cluster, 'bin/kubectl');
  const started = performance.now();
  phase(6, 'Cluster', starting);
  const cluster = await start({ paths, ports, nodes, signal });
  if (cluster.pid) {
    new ProcessRecord(paths.processes).add('cluster', cluster.pid);
  }
  try {
    await copyKubeconfig({
      kubectl,
      source: cluster.kubeconfig,
      target: paths.kubeconfig,
      signal,
    });
    const access = await grantReadAccess({
      kubectl,
      kubeconfig: paths.kubeconfig,
      signal,
    });
    await writeSecretFile(
      path.join(paths.secrets, 'kubernetes-token'),
      `${access.token}\n`,
    );
    note(`ready in ${secondsSince(started)} s at ${access.url}`);
    return {
      ...cluster,
      access,
      name,
      ingressNamespace: chosen.ingressNamespace,
      ingressAddress: chosen.ingressAddress?.(ports),
      imageRegistry: chosen.imageRegistry,
    };
  } catch (error) {
    await cluster.stop?.();
    throw error;
  }
}

/** The variables that app-config.yaml reads. */
export async function backendEnvironment({ paths, port, ports, cluster }) {
  return {
    PORT: `${port}`,
    URUMI_DATABASE_DIR: paths.database,
    URUMI_ROOT: repoRoot,
    URUMI_API_TOKEN: await keptSecret(paths.apiToken),
    URUMI_KUBECONFIG: paths.kubeconfig,
    URUMI_KUBERNETES_URL: cluster.access.url,
    URUMI_KUBERNETES_CA_DATA: cluster.access.certificateAuthority,
    URUMI_KUBERNETES_TOKEN: cluster.access.token,
    URUMI_HELM: path.join(paths.cluster, 'bin/helm'),
    URUMI_STORES_PORT: `${ports.URUMI_STORES_PORT}`,
    URUMI_CLUSTER_NAME: cluster.name,
    URUMI_CLUSTER_INGRESS_NAMESPACE: cluster.ingressNamespace,
    URUMI_CLUSTER_INGRESS_ADDRESS: cluster.ingressAddress,
    URUMI_IMAGE_REGISTRY: cluster.imageRegistry,
  };
}

/** Starts the backend and waits until it is ready. */
export async function startProduct({ command, paths, port, env, signal }) {
  const started = performance.now();
  phase(7, 'Backstage', `starting on port ${port}`);
  // Set-up may have taken minutes since the first look.
  await requirePort(port);
  const backend = await startBackend({
    command,
    env,
    port,
    tokenFile: paths.apiToken,
    logFile: path.join(paths.logs, 'backend.log'),
  });
  new ProcessRecord(paths.processes).add('backend', backend.pid);
  try {
    await backend.ready({ signal });
  } catch (error) {
    await backend.stop();
    throw error;
  }
  note(`ready in ${secondsSince(started)} s`);
  return backend;
}
