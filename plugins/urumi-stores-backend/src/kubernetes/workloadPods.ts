import { PodView, ReplicaSetView, RolloutView } from './projections';
import { StoreObjects } from './StoreObjects';

/** The ReplicaSet of a Deployment's newest revision. */
export function currentReplicaSet(
  deployment: RolloutView,
  objects: StoreObjects,
): ReplicaSetView | undefined {
  return objects.replicaSets
    .filter(({ ownerUid }) => ownerUid === deployment.uid)
    .sort((left, right) => right.revision - left.revision)[0];
}

/** Pods of a workload that are meant to stay, by the workload's uid. */
export function podsOf(
  ownerUid: string | undefined,
  objects: StoreObjects,
): PodView[] {
  return objects.pods.filter(
    ({ owner, deleting }) =>
      owner !== undefined && owner.uid === ownerUid && !deleting,
  );
}
