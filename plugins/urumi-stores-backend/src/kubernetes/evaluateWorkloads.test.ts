import {
  claim,
  container,
  database,
  evaluate,
  job,
  NOW,
  pod,
  replicaSet,
  rollout,
  second,
  warning,
} from './__fixtures__/storeObjects';
import { StoreObjects } from './StoreObjects';

const clock = (secondsAgo: number) =>
  `${new Date(NOW - secondsAgo * second).toISOString().slice(11, 19)} UTC`;

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
      `pod db-0 (database): container main is not ready since ${clock(42)}`,
    ],
    [
      'a warning says more',
      {
        ...database({}),
        warnings: [
          warning('db-0', 'Unhealthy', 'Readiness probe failed: 503', 3),
        ],
      },
      `is not ready since ${clock(
        42,
      )}; last warning: Readiness probe failed: 503`,
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
      `container main waits (ErrImagePull) since ${clock(20)}: timeout`,
      40 * second,
    ],
    [
      'there is no room, within its grace',
      database(
        {},
        { unschedulable: { message: '0/2 nodes', since: NOW - 50 * second } },
      ),
      `no node has room for it since ${clock(50)}: 0/2 nodes`,
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
});
