import { KubernetesObject, ManagedFieldsEntry } from '../KubernetesObject';
import { compareObjects, formatPath } from './compareObjects';
import { fieldDrift } from './describeDrift';
import { fieldWriters } from './fieldWriters';

function deployment(
  content: object,
  managedFields?: ManagedFieldsEntry[],
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', managedFields },
    ...content,
  };
}

const containers = (...list: object[]) => ({
  spec: { template: { spec: { containers: list } } },
});

describe('compareObjects', () => {
  it('names the fields that differ, in lists by name, and ignores the state', () => {
    const differences = compareObjects(
      deployment({
        ...containers({ name: 'web', image: 'a' }, { name: 'log', image: 'l' }),
        status: { replicas: 1 },
      }),
      deployment({
        ...containers({ name: 'log', image: 'l' }, { name: 'web', image: 'b' }),
        status: { replicas: 2 },
      }),
    );
    expect(
      differences.map(({ path, expected, actual }) => [
        formatPath(path),
        expected,
        actual,
      ]),
    ).toEqual([['spec.template.spec.containers[web].image', 'a', 'b']]);
  });

  it.each([
    [{ spec: { a: 1 } }, { spec: {} }, 'spec.a'],
    [{ spec: {} }, { spec: { 'x/y': 1 } }, 'spec[x/y]'],
    [{ spec: { list: [1, 2] } }, { spec: { list: [2, 1] } }, 'spec.list'],
    [containers({ name: 'a' }), containers(), 'spec.template.spec.containers'],
  ])('finds the difference of %j and %j in %s', (expected, actual, field) => {
    const [{ path }, ...others] = compareObjects(
      deployment(expected),
      deployment(actual),
    );
    expect(formatPath(path).startsWith(field)).toBe(true);
    expect(others).toEqual([]);
  });
});

describe('fieldWriters', () => {
  const entry = (
    manager: string,
    time: string,
    fieldsV1: Record<string, unknown>,
  ): ManagedFieldsEntry => ({ manager, time, fieldsV1, operation: 'Update' });
  const image = ['spec', 'containers', { element: 'web' }, 'image'];

  it('finds who owns a field, an element of a list, or all that is around it', () => {
    const entries = [
      entry('helm', '2026-11-28T09:00:00Z', {
        'f:spec': {
          'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } },
        },
      }),
      entry('kubectl-edit', '2026-11-28T10:00:00Z', {
        'f:spec': {
          'f:containers': { 'k:{"name":"log"}': { 'f:image': {} } },
          'f:egress': {},
        },
      }),
      entry('kubectl-patch', '2026-11-28T11:00:00Z', {
        'f:spec': {
          'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } },
        },
      }),
    ];
    const managers = (path: Parameters<typeof fieldWriters>[1]) =>
      fieldWriters(entries, path).map(({ manager }) => manager);
    expect(managers(image)).toEqual(['kubectl-patch', 'helm']);
    expect(managers(['spec', 'egress', 'ports'])).toEqual(['kubectl-edit']);
    expect(managers(['spec', 'replicas'])).toEqual([]);
    expect(fieldWriters(undefined, image)).toEqual([]);
  });
});

describe('fieldDrift', () => {
  const applied = (kind: string) => ({
    part: 'release' as const,
    object: { ...deployment({}), kind },
  });
  const difference = {
    path: ['spec', 'replicas'],
    expected: 1,
    actual: 4,
  };
  const scaled = (manager: string, subresource?: string) =>
    deployment({}, [
      {
        manager,
        subresource,
        time: '2026-11-28T10:00:00Z',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ]);

  it('leaves the replicas to an autoscaler, and to nobody else', () => {
    expect(
      fieldDrift(
        applied('Deployment'),
        scaled('kube-controller-manager', 'scale'),
        difference,
      ),
    ).toBeUndefined();
    for (const live of [
      scaled('kubectl', 'scale'),
      scaled('kube-controller-manager'),
    ]) {
      expect(fieldDrift(applied('Deployment'), live, difference)).toMatchObject(
        { field: 'spec.replicas', expected: '1', actual: '4' },
      );
    }
  });

  it.each([
    ['Secret', ['data', 'password']],
    ['Secret', ['stringData', 'password']],
    ['ConfigMap', ['data', 'STORE_NAME']],
    ['Deployment', ['spec', 'containers', { element: 'web' }, 'args']],
    [
      'Deployment',
      [
        'spec',
        'containers',
        { element: 'web' },
        'env',
        { element: 'KEY' },
        'value',
      ],
    ],
  ])('never shows data of a %s at %j', (kind, path) => {
    const found = fieldDrift(applied(kind), scaled('kubectl'), {
      path,
      expected: 'canary-1',
      actual: 'canary-2',
    });
    expect(found).toMatchObject({ expected: null, actual: null });
    expect(JSON.stringify(found)).not.toContain('canary');
  });
});
