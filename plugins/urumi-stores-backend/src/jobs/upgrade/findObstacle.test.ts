import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { claimNames, findObstacle } from './findObstacle';

const storage = (size: string) => ({
  resources: { requests: { storage: size } },
});

const claim = (name: string, size: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: storage(size),
});

const statefulSet = (size: string, replicas = 1): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'database' },
  spec: {
    replicas,
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: storage(size) }],
  },
});

const deployment = (memory: string, replicas = 1): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    template: {
      spec: { containers: [{ resources: { requests: { memory } } }] },
    },
  },
});

const plan = { name: 'small', quota: { 'requests.memory': '1Gi' } };

const obstacle = (
  rendered: KubernetesObject[],
  live: KubernetesObject[] = [],
) =>
  findObstacle({
    rendered,
    plan,
    fixedStorageClasses: ['local-path'],
    live: new Map(live.map(one => [one.metadata.name, one])),
  });

describe('findObstacle', () => {
  it('lets volumes stay and claims of their own grow', () => {
    expect(
      obstacle(
        [claim('uploads', '20Gi'), statefulSet('10Gi')],
        [claim('uploads', '10Gi'), claim('data-database-0', '10240Mi')],
      ),
    ).toBeUndefined();
  });

  it.each([
    ['a claim', [claim('uploads', '5Gi')], [claim('uploads', '10Gi')]],
    [
      'a claim of a StatefulSet',
      [statefulSet('5Gi')],
      [claim('data-database-0', '10Gi')],
    ],
  ])(
    'says of %s that would shrink that volumes only grow',
    (_what, rendered, live) => {
      expect(obstacle(rendered, live)).toMatchObject({
        code: 'VolumesOnlyGrow',
        owner: 'store_owner',
        message: expect.stringMatching(
          /10Gi and cannot become 5Gi: volumes only grow/,
        ),
      });
    },
  );

  it('says of a volume that its StatefulSet fixes its size', () => {
    expect(
      obstacle([statefulSet('20Gi')], [claim('data-database-0', '10Gi')]),
    ).toMatchObject({ code: 'VolumeFixed' });
  });

  it('says of a volume that its StorageClass lets none grow', () => {
    const had = claim('uploads', '10Gi');
    const ofClass = (storageClassName: string) => [
      { ...had, spec: { ...storage('10Gi'), storageClassName } },
    ];
    const wanted = [claim('uploads', '20Gi')];
    expect(obstacle(wanted, ofClass('local-path'))).toMatchObject({
      code: 'VolumeFixed',
      message: expect.stringContaining('StorageClass local-path'),
      next_action: expect.stringContaining('allowVolumeExpansion'),
    });
    expect(obstacle(wanted, ofClass('cloud'))).toBeUndefined();
    expect(obstacle([had], ofClass('local-path'))).toBeUndefined();
  });

  it('counts each replica against the quota of the plan', () => {
    expect(obstacle([deployment('512Mi', 2)])).toBeUndefined();
    expect(obstacle([deployment('512Mi', 3)])).toMatchObject({
      code: 'QuotaTooSmall',
      message: expect.stringContaining('plan small allows 1Gi'),
    });
  });

  it('knows the claims of every replica', () => {
    expect(
      claimNames([statefulSet('1Gi', 2), claim('uploads', '1Gi')]),
    ).toEqual(['data-database-0', 'data-database-1', 'uploads']);
  });
});
