import {
  claim,
  container,
  database,
  NOW,
  pod,
  rollout,
  second,
} from '../kubernetes/__fixtures__/storeObjects';
import { StoreObjects } from '../kubernetes/StoreObjects';
import { WorkloadReference } from '../kubernetes/workloadHealth';
import { isImpaired, judgeWorkloads } from './judgeWorkloads';

const reference = (
  kind: WorkloadReference['kind'],
  name: string,
): WorkloadReference => ({ kind, name, uid: `old-${name}`, generation: 9 });

const wellObjects: StoreObjects = {
  namespace: undefined,
  pods: [],
  deployments: [rollout('web')],
  replicaSets: [],
  statefulSets: [rollout('db')],
  jobs: [],
  claims: [claim('Bound', 'standard')],
  ingresses: [],
  services: [],
  warnings: [],
  volumes: [],
};

const judge = (over: Partial<StoreObjects> = {}) =>
  judgeWorkloads({
    objects: { ...wellObjects, ...over },
    inventory: [
      reference('Deployment', 'web'),
      reference('StatefulSet', 'db'),
      reference('Job', 'setup'),
      reference('PersistentVolumeClaim', 'uploads'),
    ],
    components: [{ name: 'database', podLabels: { component: 'database' } }],
    now: NOW,
  });

const crashed = {
  state: 'waiting',
  reason: 'CrashLoopBackOff',
  restarts: 5,
} as const;

it('finds a store well whose Job is gone, and whose workloads somebody has made anew', () => {
  expect(judge().state).toBe('ready');
});

it.each([
  [42, 'failed'],
  [1, 'progressing'],
])(
  'gives a pod that stopped being ready %d s ago the time to heal: %s',
  (ago, state) => {
    const objects = database(crashed, { notReadySince: NOW - ago * second });
    expect(judge(objects)).toMatchObject({ state });
  },
);

it('finds a lost volume while the pods still run', () => {
  expect(judge({ claims: [claim('Lost', 'standard')] })).toMatchObject({
    state: 'failed',
    cause: { code: 'VolumeLost', owner: 'platform_operator' },
  });
});

it('waits for a workload that is not there', () => {
  expect(judge({ deployments: [] })).toMatchObject({
    state: 'progressing',
    message: expect.stringContaining('Deployment web'),
  });
});

it('sees at a glance what is worth a look', () => {
  expect(isImpaired(wellObjects)).toBe(false);
  for (const over of [
    { deployments: [rollout('web', { ready: 0, available: 0 })] },
    { statefulSets: [rollout('db', { ready: 0 })] },
    { claims: [claim('Lost')] },
  ]) {
    expect(isImpaired({ ...wellObjects, ...over })).toBe(true);
  }
  // A pod of a Job that has ended says nothing of the shop.
  const ended = pod('setup-1', 'setup', [container()], { phase: 'Succeeded' });
  expect(isImpaired({ ...wellObjects, pods: [ended] })).toBe(false);
});
