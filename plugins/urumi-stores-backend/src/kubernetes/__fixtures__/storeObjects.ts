import { evaluateWorkloads } from '../evaluateWorkloads';
import { ContainerView, JobView, PodView, RolloutView } from '../projections';
import { StoreObjects } from '../StoreObjects';
import { WorkloadReference } from '../workloadHealth';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const second = 1000;

const object = (name: string) => ({
  name,
  namespace: 'store-1',
  uid: `uid-${name}`,
  createdAt: '2026-11-23T11:00:00Z',
  deleting: false,
});

export const rollout = (
  name: string,
  over: Partial<RolloutView> = {},
): RolloutView => ({
  ...object(name),
  generation: 1,
  observedGeneration: 1,
  desired: 1,
  replicas: 1,
  updated: 1,
  ready: 1,
  available: 1,
  revisionCurrent: true,
  isAvailable: true,
  progressReason: 'NewReplicaSetAvailable',
  ...over,
});

export const job = (over: Partial<JobView> = {}): JobView => ({
  ...object('setup'),
  complete: true,
  failure: undefined,
  active: 0,
  succeeded: 1,
  failed: 0,
  ...over,
});

export const container = (
  over: Partial<ContainerView> = {},
): ContainerView => ({
  name: 'main',
  image: 'shop/main:1',
  init: false,
  ready: false,
  restarts: 0,
  state: 'running',
  reason: undefined,
  message: undefined,
  failingSince: undefined,
  lastExit: undefined,
  ...over,
});

export const pod = (
  name: string,
  owner: string,
  containers: ContainerView[],
  over: Partial<PodView> = {},
): PodView => ({
  ...object(name),
  labels: { component: owner.startsWith('db') ? 'database' : 'web' },
  phase: 'Pending',
  node: 'node-1',
  ip: '10.0.0.1',
  owner: { kind: 'Any', name: owner, uid: `uid-${owner}` },
  ready: false,
  notReadySince: NOW - 42 * second,
  unschedulable: undefined,
  containers,
  ...over,
});

export const replicaSet = (
  name: string,
  revision: number,
  failure?: string,
) => ({
  ...object(name),
  ownerUid: 'uid-web',
  revision,
  desired: 1,
  failure: failure ? { message: failure, since: NOW - 11 * second } : undefined,
});

export const warning = (
  about: string,
  reason: string,
  message: string,
  ago: number,
) => ({
  ...object(`warning-${about}-${reason}`),
  reason,
  message,
  about: { kind: 'Any', name: about, uid: `uid-${about}` },
  count: 1,
  firstSeen: NOW - ago * second,
  lastSeen: NOW - ago * second,
});

const inventory = (
  [
    ['StatefulSet', 'db'],
    ['Deployment', 'web'],
    ['Job', 'setup'],
    ['PersistentVolumeClaim', 'uploads'],
  ] as const
).map(
  ([kind, name]): WorkloadReference => ({
    kind,
    name,
    uid: `uid-${name}`,
    generation: 1,
  }),
);

export const claim = (phase: string, storageClass?: string) => ({
  ...object('uploads'),
  phase,
  storageClass,
  capacity: undefined,
});

export function evaluate(over: Partial<StoreObjects> = {}, notBefore?: number) {
  return evaluateWorkloads({
    objects: {
      namespace: undefined,
      pods: [],
      deployments: [rollout('web')],
      replicaSets: [replicaSet('web-1', 1), replicaSet('web-2', 2)],
      statefulSets: [rollout('db')],
      jobs: [job()],
      claims: [claim('Bound', 'standard')],
      ingresses: [],
      services: [],
      warnings: [],
      volumes: [],
      ...over,
    },
    inventory,
    components: [
      { name: 'database', podLabels: { component: 'database' } },
      { name: 'shop', podLabels: { component: 'web' } },
    ],
    now: NOW,
    notBefore,
  });
}

/** One unready pod of the database. */
export const database = (
  one: Partial<ContainerView>,
  over: Partial<PodView> = {},
) => ({
  statefulSets: [rollout('db', { ready: 0 })],
  pods: [pod('db-0', 'db', [container(one)], over)],
});
