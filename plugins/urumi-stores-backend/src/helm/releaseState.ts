import { ReleaseRevision } from './releaseSecrets';

/** What a release is, compared with what it should be. `locked`: a call of Helm has left it pending. */
export type ReleaseState =
  | 'absent'
  | 'in-sync'
  | 'out-of-sync'
  | 'failed'
  | 'locked'
  | 'uninstalling';

/** What a release should be. */
export interface DesiredRelease {
  /** The job that wants it. */
  operationId: string;
  valuesDigest: string;
  chartVersion: string;
  /** Whether only a revision that this very job made will do. */
  reapply?: boolean;
}

/** Judges a release by its newest revision. */
export function determineReleaseState(
  revisions: readonly Omit<ReleaseRevision, 'secret' | 'manifest' | 'values'>[],
  desired: DesiredRelease,
): ReleaseState {
  const newest = revisions.reduce<(typeof revisions)[number] | undefined>(
    (best, one) => (best && best.revision > one.revision ? best : one),
    undefined,
  );
  if (!newest || newest.status === 'uninstalled') {
    return 'absent';
  }
  const { status } = newest;
  if (status.startsWith('pending-')) {
    return 'locked';
  }
  if (status === 'uninstalling') {
    return 'uninstalling';
  }
  if (status !== 'deployed') {
    return status === 'superseded' ? 'out-of-sync' : 'failed';
  }
  const isAsDesired =
    !desired.reapply &&
    newest.valuesDigest === desired.valuesDigest &&
    newest.chartVersion === desired.chartVersion;
  return isAsDesired || newest.operationId === desired.operationId
    ? 'in-sync'
    : 'out-of-sync';
}
