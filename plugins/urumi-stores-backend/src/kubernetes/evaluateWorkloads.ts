import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Component, podLabel, podShortfall } from './describePod';
import { findFailures } from './findFailures';
import { ObjectView, PodView, RolloutView } from './projections';
import { StoreObjects } from './StoreObjects';
import {
  deploymentShortfall,
  jobShortfall,
  Shortfall,
  statefulSetShortfall,
  WorkloadReference,
} from './workloadHealth';
import { currentReplicaSet, podsOf } from './workloadPods';

/** Whether a store's workloads are ready, can still get ready, or cannot. */
export type WorkloadVerdict =
  | { state: 'ready'; message: string }
  | {
      state: 'progressing';
      /** What is waited for. */
      message: string;
      /** Milliseconds after which to judge again although nothing has changed. */
      recheckAfterMs?: number;
    }
  | {
      state: 'failed';
      cause: FailureCause;
      /** True when the cluster is at fault: the store goes on once that is healed. */
      infrastructure: boolean;
    };

export interface EvaluateWorkloadsOptions {
  objects: StoreObjects;
  /** The workloads of the release. */
  inventory: readonly WorkloadReference[];
  components: readonly Component[];
  /** Milliseconds since the epoch. */
  now: number;
  /**
   * When the present attempt began to wait, in milliseconds since the epoch. Every grace counts
   * from then at the earliest, so that what is left of an earlier attempt gets time to heal.
   */
  notBefore?: number;
}

const NOT_THERE = 'it is not there yet';

/** Judges a store's workloads by what the shared watch has seen. */
export function evaluateWorkloads(
  options: EvaluateWorkloadsOptions,
): WorkloadVerdict {
  const { objects, inventory, components, now, notBefore = 0 } = options;
  const waiting = inventory.flatMap(workload => {
    const { shortfall, pods } = observe(workload, objects);
    return shortfall === undefined ? [] : { workload, shortfall, pods };
  });
  if (waiting.length === 0) {
    const names = inventory.map(({ kind, name }) => `${kind} ${name}`);
    return { state: 'ready', message: `Ready: ${names.join(', ')}` };
  }
  const findings = findFailures({
    objects,
    workloads: waiting.map(({ workload }) => workload),
    components,
    notBefore,
  });
  const failure = findings.find(({ dueAt }) => dueAt <= now);
  if (failure) {
    const { cause, infrastructure = false } = failure;
    return { state: 'failed', cause, infrastructure };
  }
  const [{ workload, shortfall, pods }] = waiting;
  const [podWords] = pods.flatMap(pod => {
    const words = podShortfall(pod, objects.warnings);
    return words ? `${podLabel(pod, components)}: ${words}` : [];
  });
  const words = podWords ?? `${workload.kind} ${workload.name}: ${shortfall}`;
  const dueAt = Math.min(...findings.map(finding => finding.dueAt));
  return {
    state: 'progressing',
    message: `Waiting for ${words}`,
    recheckAfterMs: findings.length ? dueAt - now : undefined,
  };
}

/** What a workload lacks, and the pods that may say why. */
function observe(
  reference: WorkloadReference,
  objects: StoreObjects,
): { shortfall: Shortfall; pods: PodView[] } {
  const isIt = (view: ObjectView) => view.uid === reference.uid;
  switch (reference.kind) {
    case 'Deployment': {
      const view = objects.deployments.find(isIt);
      const set = view && currentReplicaSet(view, objects);
      return {
        shortfall: rolloutShortfall(view, reference, deploymentShortfall),
        pods: podsOf(set?.uid, objects),
      };
    }
    case 'StatefulSet': {
      const view = objects.statefulSets.find(isIt);
      return {
        shortfall: rolloutShortfall(view, reference, statefulSetShortfall),
        pods: podsOf(view?.uid, objects),
      };
    }
    case 'Job': {
      const view = objects.jobs.find(isIt);
      return {
        shortfall: view ? jobShortfall(view) : NOT_THERE,
        pods: podsOf(view?.uid, objects),
      };
    }
    default: {
      // A claim whose class waits for the first consumer stays pending until a pod uses it, and
      // a pod that uses an unbound claim is not ready: so pending alone is no shortfall.
      const view = objects.claims.find(isIt);
      const isLost = view?.phase === 'Lost';
      const shortfall = isLost ? 'its volume is lost' : undefined;
      return { shortfall: view ? shortfall : NOT_THERE, pods: [] };
    }
  }
}

function rolloutShortfall(
  view: RolloutView | undefined,
  reference: WorkloadReference,
  judge: (view: RolloutView) => Shortfall,
): Shortfall {
  if (!view || view.deleting) {
    return NOT_THERE;
  }
  return view.generation < reference.generation
    ? 'its change has not arrived yet'
    : judge(view);
}
