import { JobView, RolloutView } from './projections';

/** An object of a release whose readiness decides over the store. */
export interface WorkloadReference {
  kind: 'Deployment' | 'StatefulSet' | 'Job' | 'PersistentVolumeClaim';
  name: string;
  /** An object of that name with another uid is one that was deleted since. */
  uid: string;
  /**
   * Generation of the object as the cluster had it after the release was applied. A view that
   * has not seen it yet is too old to judge by.
   */
  generation: number;
}

/** Why a workload is not current yet; undefined when it is. */
export type Shortfall = string | undefined;

/** The rules of kstatus for Deployments. */
export function deploymentShortfall(view: RolloutView): Shortfall {
  const { desired, updated, replicas, available, ready } = view;
  if (view.observedGeneration < view.generation) {
    return 'its controller has not seen the change yet';
  }
  if (updated < desired) {
    return `${updated} of ${desired} pods are of the new version`;
  }
  if (replicas > updated) {
    return `${replicas - updated} pods of the old version are still there`;
  }
  if (available < updated || ready < desired) {
    return `${Math.min(available, ready)} of ${desired} pods are ready`;
  }
  const isRolledOut =
    view.progressReason === undefined ||
    view.progressReason === 'NewReplicaSetAvailable';
  return view.isAvailable === false || !isRolledOut
    ? 'its rollout is not complete'
    : undefined;
}

/** The rules of kstatus for StatefulSets. */
export function statefulSetShortfall(view: RolloutView): Shortfall {
  const { desired, replicas, ready } = view;
  if (view.observedGeneration < view.generation) {
    return 'its controller has not seen the change yet';
  }
  if (replicas < desired || ready < desired) {
    return `${Math.min(replicas, ready)} of ${desired} pods are ready`;
  }
  if (replicas > desired) {
    return `${replicas - desired} pods too many are still there`;
  }
  return view.revisionCurrent ? undefined : 'some pods are of the old version';
}

/** A Job has to complete: that it runs is not enough. */
export function jobShortfall(view: JobView): Shortfall {
  if (view.complete) {
    return undefined;
  }
  return view.active > 0 ? 'it is still running' : 'it has not started yet';
}
