import { ErrorClassification } from './errors';
import { classifyApiMessage } from './classifyClusterError';
import { toFailureCause } from './failureCause';
import { Finding } from './Finding';
import { ClaimView, JobView, ObjectView, WarningView } from './projections';

/** Long enough for a fresh quota to be counted and a fresh service account to be seen. */
const REFUSED_GRACE_MS = 10_000;
const CLAIM_GRACE_MS = 120_000;

/** That the API server refuses a workload's pods, in its own words. */
export function refusalFinding(options: {
  workload: string;
  message: string;
  since: number;
  notBefore: number;
}): Finding | undefined {
  const { workload, message, since, notBefore } = options;
  const known: Omit<ErrorClassification, 'message'> = classifyApiMessage(
    message,
  ) ?? {
    errorClass: 'operator_fixable',
    code: 'PodsRefused',
    nextAction: 'Correct what the message names; then retry.',
    infrastructure: false,
  };
  if (known.errorClass === 'retryable') {
    return undefined;
  }
  return {
    dueAt: Math.max(since, notBefore) + REFUSED_GRACE_MS,
    infrastructure: known.infrastructure,
    cause: toFailureCause({
      ...known,
      message: `The cluster refuses the pods of ${workload}: ${message}`,
    }),
  };
}

/**
 * The newest word of a controller that it cannot create pods.
 *
 * @remarks
 * StatefulSets and Jobs say it nowhere else than in events.
 */
export function refusalEvent(options: {
  workload: ObjectView;
  warnings: readonly WarningView[];
  notBefore: number;
}): WarningView | undefined {
  const { workload, warnings, notBefore } = options;
  return warnings
    .filter(({ about }) => about.uid === workload.uid)
    .filter(
      ({ reason, lastSeen }) =>
        reason === 'FailedCreate' && lastSeen >= notBefore,
    )
    .sort((left, right) => right.lastSeen - left.lastSeen)[0];
}

/** That a Job has given up. */
export function jobFinding(job: JobView): Finding | undefined {
  if (!job.failure) {
    return undefined;
  }
  const { reason, message } = job.failure;
  return {
    dueAt: 0,
    cause: toFailureCause({
      errorClass: 'operator_fixable',
      code: `Job${reason.replace(/^Job/, '')}`,
      message: `Job ${job.name} failed (${reason}): ${message}`,
      nextAction: `Read the log of Job ${job.name}, correct what it says; then retry.`,
    }),
  };
}

/** That a volume cannot be had. */
export function claimFinding(options: {
  claim: ClaimView;
  warnings: readonly WarningView[];
  notBefore: number;
}): Finding | undefined {
  const { claim, warnings, notBefore } = options;
  if (claim.phase === 'Bound' || claim.deleting) {
    return undefined;
  }
  if (claim.phase === 'Lost') {
    return {
      dueAt: 0,
      cause: toFailureCause({
        errorClass: 'operator_fixable',
        code: 'VolumeLost',
        message: `The volume of claim ${claim.name} no longer exists`,
        nextAction: 'Restore the volume, or delete the store.',
      }),
    };
  }
  const warning = warnings.find(
    ({ about, reason }) =>
      about.uid === claim.uid && reason === 'ProvisioningFailed',
  );
  if (warning) {
    return {
      dueAt: Math.max(warning.firstSeen, notBefore) + CLAIM_GRACE_MS,
      cause: toFailureCause({
        errorClass: 'operator_fixable',
        code: 'VolumeProvisioningFailed',
        message: `No volume could be made for claim ${claim.name}: ${warning.message}`,
        nextAction:
          "Look at the cluster's storage class and its provisioner; then retry.",
      }),
    };
  }
  return claim.storageClass
    ? undefined
    : {
        dueAt:
          Math.max(Date.parse(claim.createdAt ?? '') || 0, notBefore) +
          CLAIM_GRACE_MS,
        cause: toFailureCause({
          errorClass: 'operator_fixable',
          code: 'NoStorageClass',
          message: `Claim ${claim.name} names no storage class and the cluster has no default one`,
          nextAction:
            'Make one storage class of the cluster its default; then retry.',
        }),
      };
}
