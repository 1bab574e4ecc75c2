import { KubernetesObject } from './KubernetesObject';
import { ContainerStatus, projectContainers } from './projectContainers';

/**
 * The few fields of Kubernetes objects that readiness and the resources page need. A view of a
 * whole fleet holds nothing else. Times are milliseconds since the epoch.
 */
export interface ObjectView {
  name: string;
  namespace: string;
  uid: string;
  createdAt: string | undefined;
  /** True once deletion was asked for. */
  deleting: boolean;
}

export interface NamespaceView extends ObjectView {
  labels: Record<string, string>;
  phase: string;
}

export interface ContainerView {
  name: string;
  image: string;
  init: boolean;
  ready: boolean;
  restarts: number;
  state: 'waiting' | 'running' | 'terminated';
  reason: string | undefined;
  message: string | undefined;
  /** Since when this process has seen the container wait for a reason that is a failure. */
  failingSince: number | undefined;
  lastExit: { code: number; reason: string } | undefined;
}

export interface PodView extends ObjectView {
  labels: Record<string, string>;
  phase: string;
  node: string | undefined;
  /** Undefined until the pod has its network. */
  ip: string | undefined;
  owner: { kind: string; name: string; uid: string } | undefined;
  ready: boolean;
  /** Since when the pod has not been ready. */
  notReadySince: number | undefined;
  /** Set while the scheduler finds no node. */
  unschedulable: { message: string; since: number } | undefined;
  containers: ContainerView[];
}

/** A Deployment or StatefulSet. */
export interface RolloutView extends ObjectView {
  generation: number;
  observedGeneration: number;
  desired: number;
  replicas: number;
  updated: number;
  ready: number;
  available: number;
  /** StatefulSet: whether all pods are of the newest revision. */
  revisionCurrent: boolean;
  /** Deployment: the conditions `Available` and `Progressing`, when they stand. */
  isAvailable: boolean | undefined;
  progressReason: string | undefined;
}

export interface ReplicaSetView extends ObjectView {
  ownerUid: string | undefined;
  revision: number;
  desired: number;
  /** Set while pods of it are refused. */
  failure: { message: string; since: number } | undefined;
}

export interface JobView extends ObjectView {
  complete: boolean;
  failure: { reason: string; message: string } | undefined;
  active: number;
  succeeded: number;
  failed: number;
}

export interface ClaimView extends ObjectView {
  phase: string;
  storageClass: string | undefined;
  capacity: string | undefined;
}

export interface IngressView extends ObjectView {
  className: string | undefined;
  hosts: string[];
  address: string | undefined;
}

export interface ServiceView extends ObjectView {
  type: string;
  clusterIp: string | undefined;
  ports: number[];
}

/** A Warning event, merged over its repetitions. */
export interface WarningView extends ObjectView {
  reason: string;
  message: string;
  about: { kind: string; name: string; uid: string };
  count: number;
  firstSeen: number;
  lastSeen: number;
}

/** A volume, listed under the namespace of its claim. */
export interface VolumeView extends ObjectView {
  phase: string;
  claim: { namespace: string; name: string } | undefined;
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** A raw object with the status fields that one projection reads. */
export type Raw<Spec, Status> = KubernetesObject & {
  spec?: Spec;
  status?: Status & { conditions?: Condition[] };
};

export function base(object: KubernetesObject): ObjectView {
  const { metadata } = object;
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid ?? '',
    createdAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

export function milliseconds(
  time: string | null | undefined,
): number | undefined {
  return time ? Date.parse(time) : undefined;
}

function condition(
  object: Raw<unknown, unknown>,
  type: string,
): Condition | undefined {
  return object.status?.conditions?.find(entry => entry.type === type);
}

export function projectNamespace(
  object: Raw<unknown, { phase?: string }>,
): NamespaceView {
  return {
    ...base(object),
    namespace: object.metadata.name,
    labels: object.metadata.labels ?? {},
    phase: object.status?.phase ?? '',
  };
}

export function projectPod(
  object: Raw<
    { nodeName?: string },
    {
      phase?: string;
      podIP?: string;
      containerStatuses?: ContainerStatus[];
      initContainerStatuses?: ContainerStatus[];
    }
  >,
  previous: PodView | undefined,
  now: number,
): PodView {
  const ready = condition(object, 'Ready');
  const scheduled = condition(object, 'PodScheduled');
  const isReady = ready?.status === 'True';
  const { uid } = object.metadata;
  return {
    ...base(object),
    labels: object.metadata.labels ?? {},
    phase: object.status?.phase ?? 'Unknown',
    node: object.spec?.nodeName,
    ip: object.status?.podIP,
    owner: object.metadata.ownerReferences?.[0],
    ready: isReady,
    notReadySince: isReady
      ? undefined
      : milliseconds(
          ready?.lastTransitionTime ?? object.metadata.creationTimestamp,
        ),
    unschedulable:
      scheduled?.status === 'False' && scheduled.reason === 'Unschedulable'
        ? {
            message: scheduled.message ?? 'no node fits',
            since: milliseconds(scheduled.lastTransitionTime) ?? now,
          }
        : undefined,
    containers: projectContainers({
      init: object.status?.initContainerStatuses ?? [],
      main: object.status?.containerStatuses ?? [],
      previous: previous?.uid === uid ? previous?.containers ?? [] : [],
      now,
    }),
  };
}

interface RolloutStatus {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  currentRevision?: string;
  updateRevision?: string;
}

export function projectRollout(
  object: Raw<
    { replicas?: number; updateStrategy?: { type?: string } },
    RolloutStatus
  >,
): RolloutView {
  const status: RolloutStatus = object.status ?? {};
  const available = condition(object, 'Available');
  return {
    ...base(object),
    generation: object.metadata.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    desired: object.spec?.replicas ?? 1,
    replicas: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    revisionCurrent:
      object.spec?.updateStrategy?.type === 'OnDelete' ||
      status.currentRevision === status.updateRevision,
    isAvailable: available && available.status === 'True',
    progressReason: condition(object, 'Progressing')?.reason,
  };
}

export function projectReplicaSet(
  object: Raw<{ replicas?: number }, unknown>,
  _previous: ReplicaSetView | undefined,
  now: number,
): ReplicaSetView {
  const failure = condition(object, 'ReplicaFailure');
  const { annotations, ownerReferences } = object.metadata;
  return {
    ...base(object),
    ownerUid: ownerReferences?.[0]?.uid,
    revision: Number(annotations?.['deployment.kubernetes.io/revision'] ?? 0),
    desired: object.spec?.replicas ?? 1,
    failure:
      failure?.status === 'True'
        ? {
            message: failure.message ?? failure.reason ?? 'pods are refused',
            since: milliseconds(failure.lastTransitionTime) ?? now,
          }
        : undefined,
  };
}

export function projectJob(
  object: Raw<
    unknown,
    { active?: number; succeeded?: number; failed?: number }
  >,
): JobView {
  const failed = condition(object, 'Failed');
  return {
    ...base(object),
    complete: condition(object, 'Complete')?.status === 'True',
    failure:
      failed?.status === 'True'
        ? { reason: failed.reason ?? 'Failed', message: failed.message ?? '' }
        : undefined,
    active: object.status?.active ?? 0,
    succeeded: object.status?.succeeded ?? 0,
    failed: object.status?.failed ?? 0,
  };
}

export function projectClaim(
  object: Raw<
    { storageClassName?: string },
    { phase?: string; capacity?: { storage?: string } }
  >,
): ClaimView {
  return {
    ...base(object),
    phase: object.status?.phase ?? 'Pending',
    storageClass: object.spec?.storageClassName,
    capacity: object.status?.capacity?.storage,
  };
}
