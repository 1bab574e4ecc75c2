import { Component, podLabel } from './describePod';
import { Finding } from './Finding';
import { podFindings, schedulingFinding } from './podFindings';
import { PodView } from './projections';
import { StoreObjects } from './StoreObjects';
import {
  claimFinding,
  jobFinding,
  refusalEvent,
  refusalFinding,
} from './workloadFindings';
import { WorkloadReference } from './workloadHealth';
import { currentReplicaSet, podsOf } from './workloadPods';

/** Everything that keeps the given workloads from getting ready, the most telling cause first. */
export function findFailures(options: {
  objects: StoreObjects;
  workloads: readonly WorkloadReference[];
  components: readonly Component[];
  notBefore: number;
}): Finding[] {
  const { objects, components, notBefore } = options;
  const { warnings } = objects;
  const pods: PodView[] = [];
  const refusals: (Finding | undefined)[] = [];
  const jobs: (Finding | undefined)[] = [];
  for (const { kind, name, uid } of options.workloads) {
    const workload = `${kind} ${name}`;
    if (kind === 'Deployment') {
      const view = objects.deployments.find(entry => entry.uid === uid);
      const replicaSet = view && currentReplicaSet(view, objects);
      pods.push(...podsOf(replicaSet?.uid, objects));
      refusals.push(
        replicaSet?.failure &&
          refusalFinding({ workload, notBefore, ...replicaSet.failure }),
      );
    } else if (kind === 'StatefulSet' || kind === 'Job') {
      const job = objects.jobs.find(entry => entry.uid === uid);
      const set = objects.statefulSets.find(entry => entry.uid === uid);
      const view = kind === 'Job' ? job : set;
      if (!view) {
        continue;
      }
      pods.push(...podsOf(view.uid, objects));
      const hasItsPods =
        kind === 'Job'
          ? job && job.active + job.succeeded + job.failed > 0
          : set && set.replicas >= set.desired;
      const event = refusalEvent({ workload: view, warnings, notBefore });
      if (event && !hasItsPods) {
        const { message, firstSeen: since } = event;
        refusals.push(refusalFinding({ workload, message, since, notBefore }));
      }
      if (kind === 'Job') {
        jobs.push(job && jobFinding(job));
      }
    }
  }
  const waiting = pods
    .filter(({ ready, phase }) => !ready && phase !== 'Succeeded')
    .map(pod => {
      const label = podLabel(pod, components);
      return { pod, label, warnings, notBefore };
    });
  const claims = objects.claims.map(claim =>
    claimFinding({ claim, warnings, notBefore }),
  );
  return [
    ...waiting.flatMap(podFindings),
    ...refusals,
    ...jobs,
    ...claims,
    ...waiting.map(schedulingFinding),
  ].filter(finding => finding !== undefined);
}
