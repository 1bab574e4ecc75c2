import { startLeashedCluster, stopLeashedCluster } from './leashedCluster.mjs';
import { localRegistry } from './storeImages.mjs';

const script = 'sim.sh';

/** Names of the ports that a simulated cluster needs. */
export const simClusterPorts = [
  'API_PORT',
  'ETCD_PORT',
  'ETCD_PEER_PORT',
  'KCM_PORT',
  'SCHED_PORT',
  'KWOK_PORT',
];

/**
 * Starts the simulated cluster of `directory`; see {@link startLeashedCluster}.
 *
 * @param options.nodes how many nodes of 250 pods it has; default: 2
 */
export function startSimCluster({ directory, ports, nodes, signal }) {
  const args = nodes === undefined ? [] : [`${nodes}`];
  return startLeashedCluster({ script, directory, args, env: ports, signal });
}

/** The simulated cluster, as one of the kinds that CLUSTER chooses from. */
export const simCluster = {
  starting: 'starting the simulated cluster',
  contents: 'the simulated cluster with everything in it',
  name: 'local',
  ports: simClusterPorts,
  ingressNamespace: 'ingress',
  imageRegistry: localRegistry,
  start: ({ paths, ports, nodes, signal }) =>
    startSimCluster({
      directory: paths.cluster,
      ports: Object.fromEntries(
        simClusterPorts.map(name => [name, ports[name]]),
      ),
      nodes,
      signal,
    }),
  end: ({ paths }) => stopLeashedCluster({ script, directory: paths.cluster }),
};
