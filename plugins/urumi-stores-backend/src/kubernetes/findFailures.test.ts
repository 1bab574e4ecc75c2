import {
  claim,
  database,
  evaluate,
  job,
  NOW,
  replicaSet,
  rollout,
  second,
  warning,
} from './__fixtures__/storeObjects';
import { StoreObjects } from './StoreObjects';

describe('failures of workloads', () => {
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
      'AdmissionWebhookDown',
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

  it('says that the cluster is at fault for a webhook that is down, and for nothing else', () => {
    const refused = (message: string) =>
      evaluate({
        jobs: [job({ complete: false, succeeded: 0 })],
        warnings: [warning('setup', 'FailedCreate', message, 11)],
      });
    expect(refused('failed calling webhook "x.test"')).toMatchObject({
      state: 'failed',
      infrastructure: true,
    });
    expect(
      refused('admission webhook "x.test" denied the request: no'),
    ).toMatchObject({ state: 'failed', infrastructure: false });
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
