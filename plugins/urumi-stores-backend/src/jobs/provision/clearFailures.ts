import { StoreRow } from '../../database/rows';
import { Cluster } from '../../clusters/ClusterRegistry';
import { currentView } from '../StoreTools';

/**
 * Removes what a failed try left broken, so that it is made anew: Jobs that gave up, which no
 * upgrade would run again, and pods that are not ready, whose back-off may be minutes long. Data
 * stays: it is in volumes, not in pods.
 */
export async function clearFailures(
  cluster: Cluster,
  store: StoreRow,
  signal: AbortSignal,
): Promise<void> {
  const { client } = cluster;
  const { jobs, pods } = currentView(cluster).objects(store.namespace);
  for (const job of jobs.filter(({ failure }) => failure)) {
    await client.delete(
      client.objectPath('batch/v1', 'Job', store.namespace, job.name),
      { uid: job.uid, propagationPolicy: 'Background', signal },
    );
  }
  const broken = pods.filter(
    ({ ready, phase, deleting }) =>
      !ready && !deleting && phase !== 'Succeeded',
  );
  for (const pod of broken) {
    await client.delete(
      client.objectPath('v1', 'Pod', store.namespace, pod.name),
      { uid: pod.uid, signal },
    );
  }
}
