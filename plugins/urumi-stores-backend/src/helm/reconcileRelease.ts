import { isError, stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  RELEASE_CHART_LABEL,
  RELEASE_FENCE_LABEL,
  RELEASE_OPERATION_LABEL,
  STORE_LABEL,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { ClassifiedError, WorkloadReference } from '../kubernetes';
import { classifyHelmFailure } from './classifyHelmFailure';
import { describeChart } from './describeChart';
import { digestValues } from './digestValues';
import { readInventory } from './readInventory';
import { readReleases, ReleaseRevision, unlockRelease } from './releaseSecrets';
import { determineReleaseState } from './releaseState';
import { ReleaseTarget, uninstallRelease } from './removeRelease';
import { ProcessResult } from './runProcess';

/** An install or upgrade, an unlock before and after, and what a lost write adds to them. */
const MAX_ACTIONS = 6;
const MAX_UPGRADES = 2;

export interface ReconcileReleaseOptions extends ReleaseTarget {
  storeId: string;
  /** The job that wants the release. */
  operationId: string;
  /** The fence of the job's attempt. */
  fence: number | string;
  chartDirectory: string;
  /** Of the chart in the directory; see {@link digestChart}. */
  chartDigest: string;
  values: JsonObject;
  /** Kept in the release's history: who, why. */
  description: string;
  /** Whether a job of that id is or was one of this platform's. Asked of a release that was left pending. */
  knownOperation: (operationId: string) => Promise<boolean>;
  /** Told of each revision that was unlocked. */
  onUnlocked?: (revision: ReleaseRevision) => Promise<void>;
  /**
   * Applies everything again even where nothing seems to have changed, and takes over what others
   * have written. Default false.
   */
  reapply?: boolean;
  /** Whether what was never applied before may be applied so. Default false. */
  mayUpgrade?: boolean;
}

export interface ReleaseOutcome {
  /** The deployed revision. */
  revision: number;
  /** False when there was nothing to do. */
  changed: boolean;
  chartVersion: string;
  /** Of the chart that made the revision; see {@link digestChart}. */
  chartDigest: string | undefined;
  valuesDigest: string;
  /** The workloads whose readiness decides. */
  inventory: WorkloadReference[];
}

/**
 * Brings a release to what it should be: determine its state, take exactly one action, look again.
 *
 * @throws ClassifiedError with the cause when Helm fails or the release is someone else's.
 */
export async function reconcileRelease(
  options: ReconcileReleaseOptions,
): Promise<ReleaseOutcome> {
  const { client, namespace, release, signal } = options;
  const chart = await readChart(options.chartDirectory);
  const desired = {
    operationId: options.operationId,
    valuesDigest: digestValues(options.values),
    chartVersion: chart.version,
    reapply: options.reapply,
  };
  let upgrades = 0;
  let lastCall: ProcessResult | undefined;
  for (let action = 0; action < MAX_ACTIONS; action++) {
    const revisions = await readReleases(client, {
      namespace,
      release,
      signal,
    });
    const [newest] = revisions;
    const state = determineReleaseState(revisions, desired);
    if (state === 'in-sync') {
      const { manifest, revision, chartVersion, chartDigest, valuesDigest } =
        newest;
      const { inventory, missing } = await readInventory(client, {
        namespace,
        manifest,
        signal,
      });
      if (missing.length === 0) {
        const changed = upgrades > 0;
        return {
          revision,
          changed,
          chartVersion,
          chartDigest,
          valuesDigest,
          inventory,
        };
      }
    }
    if (state === 'locked' && !(await isOwnLock(options, newest))) {
      throw foreignLock(options, newest);
    }
    if (
      options.reapply &&
      !options.mayUpgrade &&
      newest &&
      !revisions.some(wasApplied(desired))
    ) {
      throw outdated(options, desired.chartVersion);
    }
    // After an unlock the failure was only in the record, so there is no call to repeat in vain.
    const wasTried =
      state === 'failed' && lastCall !== undefined && lastCall.exitCode !== 0;
    if (wasTried || upgrades >= MAX_UPGRADES) {
      break;
    }
    await options.assertOwned();
    if (state === 'locked') {
      await unlockRelease(client, newest, {
        reason: unlockReason(options, newest),
        signal,
      });
      lastCall = undefined;
      await options.onUnlocked?.(newest);
    } else if (state === 'uninstalling') {
      lastCall = await uninstallRelease(options);
    } else {
      upgrades++;
      lastCall = await upgrade(options);
    }
  }
  const [newest] = await readReleases(client, { namespace, release, signal });
  throw new ClassifiedError(
    classifyHelmFailure(
      lastCall?.stderr.trim() ||
        `Release ${release} is '${newest?.status}' after Helm ran: ${newest?.description}`,
    ),
  );
}

/** Whether a call of this platform's own left the release pending. */
async function isOwnLock(
  options: ReconcileReleaseOptions,
  { operationId }: ReleaseRevision,
): Promise<boolean> {
  return (
    operationId !== undefined &&
    (operationId === options.operationId ||
      (await options.knownOperation(operationId)))
  );
}

/** Whether a revision was made from what is asked for now. */
function wasApplied(desired: { valuesDigest: string; chartVersion: string }) {
  return ({ valuesDigest, chartVersion }: ReleaseRevision) =>
    valuesDigest === desired.valuesDigest &&
    chartVersion === desired.chartVersion;
}

/** The platform has moved on: what would be applied again is something new. */
function outdated(
  { release }: ReconcileReleaseOptions,
  chartVersion: string,
): ClassifiedError {
  return new ClassifiedError({
    errorClass: 'operator_fixable',
    code: 'ReleaseOutdated',
    message: `Release ${release} was never made with chart ${chartVersion} and the settings of today: to apply them would upgrade the store`,
    nextAction:
      'Upgrade the store instead, or undo the change by hand; the guardrails are as they should be again.',
    infrastructure: false,
  });
}

async function upgrade(options: ReconcileReleaseOptions) {
  const { helm, client, storeId, operationId, fence } = options;
  return await helm.upgradeInstall({
    release: options.release,
    namespace: options.namespace,
    kubeconfig: await client.kubeconfigText(),
    chartDirectory: options.chartDirectory,
    values: options.values,
    labels: {
      [STORE_LABEL]: storeId,
      [RELEASE_OPERATION_LABEL]: operationId,
      [RELEASE_FENCE_LABEL]: String(fence),
      [RELEASE_CHART_LABEL]: options.chartDigest,
    },
    description: options.description,
    forceConflicts: options.reapply,
    signal: options.signal,
  });
}

/** A chart that is not there fails before anything of the store is touched. */
async function readChart(directory: string) {
  try {
    return await describeChart(directory);
  } catch (error) {
    throw new ClassifiedError({
      errorClass: 'operator_fixable',
      code: 'ChartUnavailable',
      message: isError(error) ? error.message : stringifyError(error),
      nextAction:
        "Put the engine's chart back where the platform reads it; then retry.",
      infrastructure: false,
    });
  }
}

function unlockReason(
  { operationId, fence }: ReconcileReleaseOptions,
  newest: ReleaseRevision,
) {
  const isSameAttempt =
    newest.operationId === operationId && newest.fence === String(fence);
  return `Unlocked by job ${operationId}: left ${newest.status} by ${
    isSameAttempt
      ? 'a call of Helm that could not record its end'
      : `job ${newest.operationId}, whose worker is gone`
  }`;
}

function foreignLock(
  { release, namespace }: ReconcileReleaseOptions,
  { revision, status, operationId, updatedAt }: ReleaseRevision,
) {
  const who = operationId
    ? `job ${operationId}, which this platform does not know`
    : 'someone who used Helm by hand';
  return new ClassifiedError({
    errorClass: 'operator_fixable',
    code: 'ReleaseLockedByOther',
    message: `Revision ${revision} of release ${release} is '${status}' since ${updatedAt}, left by ${who}`,
    nextAction: `Make sure that nobody works on the release, then run: helm rollback ${release} --namespace ${namespace}; then retry.`,
    infrastructure: false,
  });
}
