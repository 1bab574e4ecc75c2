import { ServiceUnavailableError } from '@backstage/errors';
import { Cluster, ClusterRegistry } from '../clusters/ClusterRegistry';
import { StoreRow } from '../database/rows';

/**
 * The cluster of a store, as it is seen at the moment.
 *
 * @throws ServiceUnavailableError when it cannot be seen.
 */
export function reachableCluster(
  clusters: ClusterRegistry,
  store: StoreRow,
): Cluster {
  const cluster = clusters.get(store.cluster);
  const { reachable, synced, message } = cluster.view.status();
  if (!reachable || !synced) {
    throw new ServiceUnavailableError(
      `The cluster '${store.cluster}' cannot be reached at the moment${
        message === undefined ? '' : ` (${message})`
      }; try again when it is back`,
    );
  }
  return cluster;
}
