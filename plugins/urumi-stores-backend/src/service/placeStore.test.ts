import { ClusterConfig } from '../config';
import { Candidate, placeStore } from './placeStore';

const candidate = (
  name: string,
  living: number,
  capacity?: number,
  reachable = true,
): Candidate => ({
  cluster: { name, capacity } as ClusterConfig,
  living,
  reachable,
});

describe('placeStore', () => {
  it.each<[string, Candidate[], string]>([
    [
      'the one with the most room',
      [candidate('a', 5, 10), candidate('b', 1, 10), candidate('c', 90, 100)],
      'c',
    ],
    ['not the full one', [candidate('a', 3, 3), candidate('b', 9, 10)], 'b'],
    ['one without a limit', [candidate('a', 0, 99), candidate('b', 0)], 'b'],
    ['the first of equal ones', [candidate('a', 0), candidate('b', 0)], 'a'],
    [
      'one that answers, with less room',
      [candidate('a', 0, 10, false), candidate('b', 9, 10)],
      'b',
    ],
    [
      'one that does not answer, when the others are full',
      [candidate('a', 0, 10, false), candidate('b', 10, 10)],
      'a',
    ],
  ])('chooses %s', (_, candidates, name) => {
    const { cluster } = placeStore(candidates, 'capacity');
    expect(cluster.name).toBe(name);
  });

  it('says why', () => {
    const two = [candidate('a', 3, 10), candidate('b', 8, 10)];
    expect(placeStore(two, 'capacity').reason).toBe(
      'which has the most room (7 of 10 left)',
    );
    expect(placeStore(two, 'labels').reason).toBe(
      'which has the labels of the request and has the most room (7 of 10 left)',
    );
    expect(placeStore(two.slice(0, 1), 'labels').reason).toMatch(/only one/);
    expect(placeStore(two.slice(0, 1), 'request').reason).toMatch(/request/);
  });

  it('refuses when none has room, naming each', () => {
    const full = [candidate('a', 3, 3), candidate('b', 5, 4)];
    expect(() => placeStore(full, 'capacity')).toThrow(
      "The capacity of the clusters is reached: 'a' holds 3 of 3, 'b' holds 5 of 4 stores",
    );
  });
});
