import { StoreResource } from '@urumi/backstage-plugin-urumi-stores-common';
import { podShortfall } from './describePod';
import { waitingFailure } from './projectContainers';
import { ClaimView, ObjectView, PodView } from './projections';
import { StoreObjects } from './StoreObjects';
import {
  deploymentShortfall,
  jobShortfall,
  statefulSetShortfall,
} from './workloadHealth';

type Health = Pick<StoreResource, 'health' | 'message'>;

const HEALTHY: Health = { health: 'healthy', message: null };

/** The Kubernetes objects of a store with their health, for people. */
export function storeResources(objects: StoreObjects): StoreResource[] {
  const { warnings } = objects;
  return [
    ...(objects.namespace ? [objects.namespace] : []).map(view =>
      resource('Namespace', view, HEALTHY, { phase: view.phase }),
    ),
    ...objects.deployments.map(view =>
      resource('Deployment', view, waitsFor(deploymentShortfall(view)), {
        ready: view.ready,
        desired: view.desired,
      }),
    ),
    ...objects.statefulSets.map(view =>
      resource('StatefulSet', view, waitsFor(statefulSetShortfall(view)), {
        ready: view.ready,
        desired: view.desired,
      }),
    ),
    ...objects.jobs.map(view =>
      resource(
        'Job',
        view,
        view.failure
          ? { health: 'failed', message: describeFailure(view.failure) }
          : waitsFor(jobShortfall(view)),
        { active: view.active, failed: view.failed },
      ),
    ),
    ...objects.pods.map(view =>
      resource('Pod', view, podHealth(view, objects), {
        node: view.node ?? null,
        phase: view.phase,
        images: [...new Set(view.containers.map(({ image }) => image))],
        restarts: view.containers.reduce((sum, one) => sum + one.restarts, 0),
        containers: view.containers.map(
          ({ name, init, ready, restarts, state, reason }) => ({
            ...{ name, init, ready, restarts },
            state: reason ? `${state} (${reason})` : state,
          }),
        ),
      }),
    ),
    // A ReplicaSet is worth showing only while it tells why pods are missing.
    ...objects.replicaSets.flatMap(view =>
      view.failure
        ? resource(
            'ReplicaSet',
            view,
            { health: 'failed', message: view.failure.message },
            { desired: view.desired },
          )
        : [],
    ),
    ...objects.services.map(view =>
      resource('Service', view, HEALTHY, {
        type: view.type,
        cluster_ip: view.clusterIp ?? null,
        ports: view.ports,
      }),
    ),
    ...objects.ingresses.map(view =>
      resource(
        'Ingress',
        view,
        view.address
          ? HEALTHY
          : {
              health: 'unknown',
              message: 'No controller has given it an address',
            },
        {
          class: view.className ?? null,
          hosts: view.hosts,
          address: view.address ?? null,
        },
      ),
    ),
    ...objects.claims.map(view =>
      resource('PersistentVolumeClaim', view, claimHealth(view, warnings), {
        storage_class: view.storageClass ?? null,
        capacity: view.capacity ?? null,
      }),
    ),
    ...objects.volumes.map(view =>
      resource('PersistentVolume', view, HEALTHY, {
        phase: view.phase,
        claim: view.claim?.name ?? null,
      }),
    ),
  ];
}

function resource(
  kind: string,
  view: ObjectView,
  health: Health,
  details: StoreResource['details'],
): StoreResource {
  return {
    kind,
    name: view.name,
    ...(view.deleting
      ? { health: 'progressing', message: 'It is being deleted' }
      : health),
    created_at: view.createdAt ?? null,
    details,
  };
}

function waitsFor(shortfall: string | undefined): Health {
  return shortfall === undefined
    ? HEALTHY
    : { health: 'progressing', message: shortfall };
}

function describeFailure({
  reason,
  message,
}: {
  reason: string;
  message: string;
}) {
  return message ? `${reason}: ${message}` : reason;
}

function podHealth(pod: PodView, objects: StoreObjects): Health {
  const shortfall = podShortfall(pod, objects.warnings);
  const isFailed =
    pod.phase === 'Failed' ||
    pod.unschedulable !== undefined ||
    pod.containers.some(
      ({ state, reason }) =>
        state === 'waiting' && waitingFailure(reason) !== undefined,
    );
  return shortfall !== undefined && isFailed
    ? { health: 'failed', message: shortfall }
    : waitsFor(shortfall);
}

function claimHealth(
  claim: ClaimView,
  warnings: StoreObjects['warnings'],
): Health {
  if (claim.phase === 'Bound') {
    return HEALTHY;
  }
  const warning = warnings.find(({ about }) => about.uid === claim.uid);
  return warning
    ? { health: 'failed', message: warning.message }
    : {
        health: 'progressing',
        message: `The volume is not bound (${claim.phase})`,
      };
}
