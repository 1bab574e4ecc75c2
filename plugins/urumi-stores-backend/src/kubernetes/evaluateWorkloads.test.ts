import { evaluateWorkloads } from './evaluateWorkloads';
import { ContainerView, JobView, PodView, RolloutView } from './projections';
import { StoreObjects } from './StoreObjects';
import { WorkloadReference } from './workloadHealth';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const second = 1000;

const object = (name: string) => ({
  name,
  namespace: 'store-1',
  uid: `uid-${name}`,
  createdAt: '2026-11-23T11:00:00Z',
  deleting: false,
});

const rollout = (
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

const job = (over: Partial<JobView> = {}): JobView => ({
  ...object('setup'),
  complete: true,
  failure: undefined,
  active: 0,
  succeeded: 1,
  failed: 0,
  ...over,
});

const container = (over: Partial<ContainerView> = {}): ContainerView => ({
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

const pod = (
  name: string,
  owner: string,
  containers: ContainerView[],
  over: Partial<PodView> = {},
): PodView => ({
  ...object(name),
  labels: { component: owner.startsWith('db') ? 'database' : 'web' },
  phase: 'Pending',
  node: 'node-1',
  owner: { kind: 'Any', name: owner, uid: `uid-${owner}` },
  ready: false,
  notReadySince: NOW - 42 * second,
  unschedulable: undefined,
  containers,
  ...over,
});

const replicaSet = (name: string, revision: number, failure?: string) => ({
  ...object(name),
  ownerUid: 'uid-web',
  revision,
  desired: 1,
  failure: failure ? { message: failure, since: NOW - 11 * second } : undefined,
});

const warning = (
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

const claim = (phase: string, storageClass?: string) => ({
  ...object('uploads'),
  phase,
  storageClass,
  capacity: undefined,
});

function evaluate(over: Partial<StoreObjects> = {}, notBefore?: number) {
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
const database = (
  one: Partial<ContainerView>,
  over: Partial<PodView> = {},
) => ({
  statefulSets: [rollout('db', { ready: 0 })],
  pods: [pod('db-0', 'db', [container(one)], over)],
});

describe('evaluateWorkloads', () => {
  it.each([
    ['everything is current', {}],
    [
      'a claim waits for its first consumer',
      { claims: [claim('Pending', 'late')] },
    ],
    [
      'the store is scaled to nothing',
      {
        deployments: [
          rollout('web', {
            desired: 0,
            replicas: 0,
            updated: 0,
            ready: 0,
            available: 0,
          }),
        ],
      },
    ],
    [
      'a pod of an older revision is broken',
      {
        pods: [
          pod('web-1-x', 'web-1', [
            container({
              state: 'waiting',
              reason: 'ImagePullBackOff',
              failingSince: 0,
            }),
          ]),
        ],
      },
    ],
  ])('is ready when %s', (_, over) => {
    expect(evaluate(over)).toEqual({
      state: 'ready',
      message: expect.stringContaining(
        'StatefulSet db, Deployment web, Job setup',
      ),
    });
  });

  it.each<[string, Partial<StoreObjects>, string, number?]>([
    [
      'a workload is not seen yet',
      { statefulSets: [] },
      'StatefulSet db: it is not there yet',
    ],
    [
      'the view still shows a deleted job',
      {
        jobs: [
          job({
            uid: 'uid-old',
            complete: false,
            failure: { reason: 'BackoffLimitExceeded', message: '' },
          }),
        ],
      },
      'Job setup: it is not there yet',
    ],
    [
      'the view is older than the release',
      { deployments: [rollout('web', { generation: 0 })] },
      'Deployment web: its change has not arrived yet',
    ],
    [
      'the controller has not looked yet',
      { deployments: [rollout('web', { generation: 2 })] },
      'Deployment web: its controller has not seen the change yet',
    ],
    [
      'old pods are still there',
      { deployments: [rollout('web', { replicas: 2 })] },
      'Deployment web: 1 pods of the old version are still there',
    ],
    [
      'a set has pods of the old revision',
      { statefulSets: [rollout('db', { revisionCurrent: false })] },
      'StatefulSet db: some pods are of the old version',
    ],
    [
      'a job still runs',
      { jobs: [job({ complete: false, active: 1 })] },
      'Job setup: it is still running',
    ],
    [
      'a container is not ready',
      database({}),
      'pod db-0 (database): container main is not ready since 42 s',
    ],
    [
      'a warning says more',
      {
        ...database({}),
        warnings: [
          warning('db-0', 'Unhealthy', 'Readiness probe failed: 503', 3),
        ],
      },
      'is not ready since 42 s; last warning: Readiness probe failed: 503',
    ],
    [
      'an init container runs',
      database({ init: true, name: 'prepare' }),
      'init container prepare is still running',
    ],
    [
      'an image cannot be pulled, within its grace',
      database({
        state: 'waiting',
        reason: 'ErrImagePull',
        message: 'timeout',
        failingSince: NOW - 20 * second,
      }),
      'container main waits (ErrImagePull) since 20 s: timeout',
      40 * second,
    ],
    [
      'there is no room, within its grace',
      database(
        {},
        { unschedulable: { message: '0/2 nodes', since: NOW - 50 * second } },
      ),
      'no node has room for it since 50 s: 0/2 nodes',
      70 * second,
    ],
    [
      'a fresh quota is not counted yet',
      {
        deployments: [rollout('web', { ready: 0 })],
        replicaSets: [
          replicaSet('web-2', 2, 'status unknown for quota: store'),
        ],
      },
      'Deployment web: 0 of 1 pods are ready',
    ],
  ])('waits while %s', (...row) => {
    const [, over, message, recheckAfterMs] = row;
    expect(evaluate(over)).toEqual({
      state: 'progressing',
      message: expect.stringContaining(message),
      recheckAfterMs,
    });
  });

  const waiting = (reason: string, ago: number, message: string) =>
    database({
      state: 'waiting',
      reason,
      message,
      failingSince: NOW - ago * second,
    });
  const crashed = (restarts: number, code: number, reason: string) => ({
    restarts,
    lastExit: { code, reason },
  });

  it.each<[string, Partial<StoreObjects>, string, string]>([
    [
      'image pull',
      waiting('ImagePullBackOff', 61, 'Back-off pulling image'),
      'ImagePullFailed',
      'Image shop/main:1 of pod db-0 (database) cannot be pulled',
    ],
    [
      'missing image',
      waiting('ErrImagePull', 61, 'manifest unknown'),
      'ImageNotFound',
      'does not exist in its registry',
    ],
    [
      'refused image',
      waiting('ErrImagePull', 61, '401 Unauthorized'),
      'ImagePullDenied',
      'refused by its registry',
    ],
    [
      'held back image',
      waiting('ErrImagePull', 61, 'toomanyrequests: slow down'),
      'ImagePullRateLimited',
      'rate limit',
    ],
    [
      'image cause from the event',
      {
        ...waiting('ImagePullBackOff', 61, 'Back-off'),
        warnings: [
          warning(
            'db-0',
            'Failed',
            'Failed to pull image "shop/main:1": not found',
            5,
          ),
        ],
      },
      'ImageNotFound',
      'not found',
    ],
    [
      'missing configuration',
      waiting('CreateContainerConfigError', 61, 'secret "x" not found'),
      'ContainerCannotStart',
      'secret "x" not found',
    ],
    [
      'crash loop',
      database({
        state: 'waiting',
        reason: 'CrashLoopBackOff',
        failingSince: NOW - 5 * second,
        ...crashed(3, 1, 'Error'),
      }),
      'ContainerCrashLoop',
      'crashed 3 times, last with exit code 1 (Error)',
    ],
    [
      'slow crash loop',
      database({
        state: 'waiting',
        reason: 'CrashLoopBackOff',
        failingSince: NOW - 60 * second,
        ...crashed(1, 127, 'Error'),
      }),
      'ContainerCrashLoop',
      'its command does not exist',
    ],
    [
      'many restarts',
      database(crashed(4, 139, 'Error')),
      'ContainerCrashLoop',
      'segmentation fault',
    ],
    [
      'too little memory',
      database(crashed(3, 137, 'OOMKilled')),
      'OutOfMemory',
      'more memory',
    ],
    [
      'no room',
      database(
        {},
        {
          unschedulable: {
            message: '0/2 nodes are available: 2 Insufficient memory.',
            since: NOW - 120 * second,
          },
        },
      ),
      'NoCapacity',
      '2 Insufficient memory',
    ],
    [
      'no volume for the pod',
      database(
        {},
        {
          unschedulable: {
            message: 'pod has unbound immediate PersistentVolumeClaims',
            since: NOW - 120 * second,
          },
        },
      ),
      'VolumeNotAvailable',
      'unbound',
    ],
    [
      'quota on a Deployment',
      {
        deployments: [rollout('web', { ready: 0, updated: 0 })],
        replicaSets: [
          replicaSet(
            'web-2',
            2,
            'pods "x" is forbidden: exceeded quota: store, requested: pods=1, used: pods=4, limited: pods=4',
          ),
        ],
      },
      'QuotaExceeded',
      'used: pods=4, limited: pods=4',
    ],
    [
      'Pod Security on a StatefulSet',
      {
        statefulSets: [rollout('db', { replicas: 0, ready: 0 })],
        warnings: [
          warning(
            'db',
            'FailedCreate',
            'create Pod db-0 failed error: violates PodSecurity "restricted:v1.36"',
            11,
          ),
        ],
      },
      'PodSecurityViolation',
      'refuses the pods of StatefulSet db',
    ],
    [
      'webhook on a Job',
      {
        jobs: [job({ complete: false, succeeded: 0 })],
        warnings: [
          warning(
            'setup',
            'FailedCreate',
            'failed calling webhook "x.test"',
            11,
          ),
        ],
      },
      'AdmissionRefused',
      'refuses the pods of Job setup',
    ],
    [
      'given up Job',
      {
        jobs: [
          job({
            complete: false,
            failed: 1,
            failure: {
              reason: 'BackoffLimitExceeded',
              message: 'Job has reached the specified backoff limit',
            },
          }),
        ],
      },
      'JobBackoffLimitExceeded',
      'Job setup failed',
    ],
    [
      'unprovisioned volume',
      {
        ...database({}),
        claims: [claim('Pending', 'standard')],
        warnings: [warning('uploads', 'ProvisioningFailed', 'disk quota', 120)],
      },
      'VolumeProvisioningFailed',
      'disk quota',
    ],
    [
      'no storage class',
      { ...database({}), claims: [claim('Pending')] },
      'NoStorageClass',
      'no default one',
    ],
    [
      'lost volume',
      { claims: [claim('Lost', 'standard')] },
      'VolumeLost',
      'no longer exists',
    ],
  ])('fails with the cause: %s', (_, over, code, message) => {
    const verdict = evaluate(over);
    expect(verdict).toMatchObject({
      state: 'failed',
      cause: { code, message: expect.stringContaining(message) },
    });
  });

  it('says whose turn it is', () => {
    expect(
      evaluate({
        deployments: [rollout('web', { ready: 0 })],
        replicaSets: [replicaSet('web-2', 2, 'exceeded quota: store')],
      }),
    ).toMatchObject({
      cause: { error_class: 'user_fixable', owner: 'store_owner' },
    });
    expect(
      evaluate({
        jobs: [
          job({
            complete: false,
            failure: { reason: 'DeadlineExceeded', message: '' },
          }),
        ],
      }),
    ).toMatchObject({
      cause: { error_class: 'operator_fixable', owner: 'platform_operator' },
    });
  });

  it('gives what an earlier attempt left a new grace', () => {
    const broken = waiting('ImagePullBackOff', 500, 'Back-off');
    expect(evaluate(broken, NOW - 10 * second)).toMatchObject({
      state: 'progressing',
      recheckAfterMs: 50 * second,
    });
    const old = warning('db', 'FailedCreate', 'exceeded quota: store', 100);
    expect(
      evaluate(
        {
          statefulSets: [rollout('db', { replicas: 0, ready: 0 })],
          warnings: [old],
        },
        NOW - 10 * second,
      ),
    ).toMatchObject({ state: 'progressing' });
  });
});
