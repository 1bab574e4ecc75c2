import { StoreEngine } from '@urumi/backstage-plugin-urumi-stores-node';
import {
  evaluateWorkloads,
  WorkloadVerdict,
} from '../kubernetes/evaluateWorkloads';
import { claimFinding } from '../kubernetes/workloadFindings';
import { StoreObjects } from '../kubernetes/StoreObjects';
import {
  deploymentShortfall,
  statefulSetShortfall,
  WorkloadReference,
} from '../kubernetes/workloadHealth';

/**
 * Judges the workloads of a store that was ready once, by what the shared watch has seen.
 *
 * @param inventory - the workloads as they were when the release was applied.
 */
export function judgeWorkloads(options: {
  objects: StoreObjects;
  inventory: readonly WorkloadReference[];
  components: StoreEngine['components'];
  /** Milliseconds since the epoch. */
  now: number;
}): WorkloadVerdict {
  const { objects, inventory, components, now } = options;
  const { warnings } = objects;
  for (const claim of objects.claims.filter(({ phase }) => phase === 'Lost')) {
    // The pods go on until they are moved, and then it is too late.
    const finding = claimFinding({ claim, warnings, notBefore: 0 });
    if (finding) {
      return { state: 'failed', cause: finding.cause };
    }
  }
  return evaluateWorkloads({
    objects,
    inventory: inventory
      // What a Job was to do is done; the cluster may have removed it since.
      .filter(({ kind }) => kind !== 'Job')
      .map(reference => asItIsNow(reference, objects)),
    components,
    now,
    // A pod that was ready for months gets the same time to heal as a new one.
    notBefore: Math.min(
      ...objects.pods.flatMap(({ notReadySince }) => notReadySince ?? []),
      now,
    ),
  });
}

/** Whether a glance at a store's objects shows something that is worth a look. */
export function isImpaired(objects: StoreObjects): boolean {
  return (
    objects.deployments.some(view => deploymentShortfall(view)) ||
    objects.statefulSets.some(view => statefulSetShortfall(view)) ||
    objects.replicaSets.some(({ failure }) => failure) ||
    objects.claims.some(({ phase }) => phase === 'Lost')
  );
}

/** The workload of the same name, whoever made it anew since: that it is another one is drift. */
function asItIsNow(
  reference: WorkloadReference,
  objects: StoreObjects,
): WorkloadReference {
  const views = {
    Deployment: objects.deployments,
    StatefulSet: objects.statefulSets,
    Job: objects.jobs,
    PersistentVolumeClaim: objects.claims,
  };
  const view = views[reference.kind].find(
    ({ name }) => name === reference.name,
  );
  return { ...reference, generation: 0, ...(view && { uid: view.uid }) };
}
