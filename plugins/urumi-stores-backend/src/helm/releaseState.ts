import { ReleaseRevision } from './releaseSecrets';

/**
 * What a release is, compared with what it should be.
 *
 * `locked-own`: a call of this platform's own left it pending. `locked-foreign`: someone else's.
 */
export type ReleaseState =
  | 'absent'
  | 'in-sync'
  | 'out-of-sync'
  | 'failed'
  | 'locked-own'
  | 'locked-foreign'
  | 'uninstalling';

/** What a release should be. */
export interface DesiredRelease {
  /** The job that wants it. */
  operationId: string;
  valuesDigest: string;
  chartVersion: string;
  /** Whether a job of that id is or was one of this platform's. */
  knownOperation: (operationId: string) => boolean;
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
  const { status, operationId } = newest;
  if (status.startsWith('pending-')) {
    const isOwn =
      operationId !== undefined &&
      (operationId === desired.operationId ||
        desired.knownOperation(operationId));
    return isOwn ? 'locked-own' : 'locked-foreign';
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
  return isAsDesired || operationId === desired.operationId
    ? 'in-sync'
    : 'out-of-sync';
}
