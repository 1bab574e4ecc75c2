import { determineReleaseState, ReleaseState } from './releaseState';

const desired = {
  operationId: 'now',
  valuesDigest: 'digest',
  chartVersion: '1.0.0',
};

function revision(number: number, status: string, over = {}) {
  return {
    revision: number,
    status,
    operationId: 'earlier' as string | undefined,
    fence: '1',
    description: '',
    valuesDigest: 'digest',
    chartVersion: '1.0.0',
    chartDigest: 'abc',
    updatedAt: '',
    ...over,
  };
}

const other = { valuesDigest: 'other' };

describe('determineReleaseState', () => {
  it.each<[ReleaseState, string, ReturnType<typeof revision>[]]>([
    ['absent', 'no revision', []],
    ['absent', 'an uninstalled one', [revision(1, 'uninstalled')]],
    ['in-sync', 'same values and chart', [revision(1, 'deployed')]],
    [
      'in-sync',
      'same job',
      [revision(1, 'deployed', { ...other, operationId: 'now' })],
    ],
    ['out-of-sync', 'other values', [revision(1, 'deployed', other)]],
    [
      'out-of-sync',
      'other chart',
      [revision(1, 'deployed', { chartVersion: '0.9.0' })],
    ],
    ['out-of-sync', 'an odd end', [revision(1, 'superseded')]],
    ['failed', 'failed', [revision(1, 'failed')]],
    ['failed', 'unknown', [revision(1, 'unknown')]],
    [
      'failed',
      'newest failed',
      [revision(1, 'deployed'), revision(2, 'failed')],
    ],
    [
      'in-sync',
      'newest deployed, in any order',
      [revision(10, 'deployed'), revision(9, 'failed')],
    ],
    ['locked', 'pending', [revision(1, 'pending-install')]],
    [
      'locked',
      'pending by this job, with its values',
      [revision(2, 'pending-upgrade', { operationId: 'now' })],
    ],
    ['locked', 'pending rollback', [revision(2, 'pending-rollback')]],
    ['uninstalling', 'uninstalling', [revision(1, 'uninstalling')]],
  ])('is %s: %s', (state, _, revisions) => {
    expect(determineReleaseState(revisions, desired)).toBe(state);
  });
});
