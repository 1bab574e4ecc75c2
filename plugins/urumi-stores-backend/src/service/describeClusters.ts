import { ClusterState } from '@urumi/backstage-plugin-urumi-stores-common';
import { clusterIncident } from '../clusters/clusterIncident';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { StoresInCluster } from '../database/operations/storesInClusters';

/** How each cluster is, and the one thing that is wrong with it. */
export function describeClusters(
  clusters: ClusterRegistry,
  stores: readonly StoresInCluster[],
): ClusterState[] {
  return clusters.list().map(({ config: { name }, view, facts }) => {
    const status = view.status();
    const incident = clusterIncident({
      name,
      status,
      stores: stores.find(({ cluster }) => cluster === name),
    });
    return {
      name,
      reachable: status.reachable,
      simulated_nodes: facts()?.simulatedNodes ?? null,
      message: describe(name, status),
      since: status.since.toISOString(),
      incident: incident ?? null,
    };
  });
}

/** For everybody: addresses stand in the log only. */
function describe(
  name: string,
  { synced, reachable }: { synced: boolean; reachable: boolean },
): string | null {
  if (synced) {
    return null;
  }
  return reachable
    ? `The objects of cluster '${name}' are being read.`
    : `The cluster '${name}' does not answer.`;
}
