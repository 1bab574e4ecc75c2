import { Finding } from './Finding';
import { waitingFailure } from './projectContainers';
import { ContainerView, PodView, WarningView } from './projections';
import { toFailureCause } from './failureCause';

const WAITING_GRACE_MS = 60_000;
/** Time for the view to see that a broken pod was deleted. */
const CRASHED_GRACE_MS = 5_000;
const UNSCHEDULABLE_GRACE_MS = 120_000;
const RESTARTS = 3;

/** Hints for exit codes that tell more than that the program failed. */
const EXIT_CODES: Record<number, string> = {
  126: 'its command cannot be run',
  127: 'its command does not exist',
  137: 'it was killed',
  139: 'it crashed with a segmentation fault',
  143: 'it was asked to end, mostly by a failed liveness probe',
};

const IMAGE_PROBLEMS = [
  {
    pattern: /not ?found|manifest unknown|does not exist|no such/i,
    code: 'ImageNotFound',
    words: 'does not exist in its registry',
    nextAction:
      "Put the image into the registry, or correct its name in the engine's values; then retry.",
  },
  {
    pattern: /toomanyrequests|rate limit|429/i,
    code: 'ImagePullRateLimited',
    words: "is held back by its registry's rate limit",
    nextAction:
      'Mirror the image or give the nodes credentials for its registry; then retry.',
  },
  {
    pattern:
      /unauthorized|authentication required|forbidden|denied|no basic auth/i,
    code: 'ImagePullDenied',
    words: 'is refused by its registry',
    nextAction:
      "Give the nodes credentials for the image's registry; then retry.",
  },
];

interface PodFindingsOptions {
  pod: PodView;
  /** The pod's name in messages. */
  label: string;
  warnings: readonly WarningView[];
  notBefore: number;
}

/** What keeps a pod from ever getting ready. */
export function podFindings(options: PodFindingsOptions): Finding[] {
  return options.pod.containers.flatMap(container =>
    container.ready ? [] : containerFinding(container, options) ?? [],
  );
}

/** That no node takes a pod. */
export function schedulingFinding({
  pod,
  label,
  notBefore,
}: PodFindingsOptions): Finding | undefined {
  if (!pod.unschedulable) {
    return undefined;
  }
  const { message, since } = pod.unschedulable;
  const isVolume = /persistentvolumeclaim|volume/i.test(message);
  return {
    dueAt: Math.max(since, notBefore) + UNSCHEDULABLE_GRACE_MS,
    cause: toFailureCause({
      errorClass: 'operator_fixable',
      ...(isVolume
        ? {
            code: 'VolumeNotAvailable',
            message: `${label} cannot be scheduled for want of its volume: ${message}`,
            nextAction:
              "Look at the cluster's storage class and its provisioner; then retry.",
          }
        : {
            code: 'NoCapacity',
            message: `The cluster has no capacity for ${label}: ${message}`,
            nextAction:
              'Add nodes to the cluster or free some of its capacity; then retry.',
          }),
    }),
  };
}

function containerFinding(
  container: ContainerView,
  options: PodFindingsOptions,
): Finding | undefined {
  const { pod, label, notBefore } = options;
  const since = Math.max(container.failingSince ?? 0, notBefore);
  const failure =
    container.state === 'waiting'
      ? waitingFailure(container.reason)
      : undefined;
  switch (failure) {
    case 'image':
      return {
        dueAt: since + WAITING_GRACE_MS,
        cause: imageCause(container, options),
      };
    case 'configuration':
      return {
        dueAt: since + WAITING_GRACE_MS,
        cause: toFailureCause({
          errorClass: 'operator_fixable',
          code: 'ContainerCannotStart',
          message: `Container ${container.name} of ${label} cannot start (${container.reason}): ${container.message}`,
          nextAction: "Correct the engine's chart; then retry.",
        }),
      };
    case 'crash':
      return {
        dueAt:
          since +
          (container.restarts >= RESTARTS
            ? CRASHED_GRACE_MS
            : WAITING_GRACE_MS),
        cause: crashCause(container, label),
      };
    default:
      return container.restarts >= RESTARTS && pod.phase !== 'Succeeded'
        ? {
            dueAt: notBefore + CRASHED_GRACE_MS,
            cause: crashCause(container, label),
          }
        : undefined;
  }
}

function imageCause(
  container: ContainerView,
  { pod, label, warnings }: PodFindingsOptions,
) {
  // The waiting message may say only "back-off"; the kubelet's event says why.
  const words = [
    container.message ?? '',
    ...warnings
      .filter(({ about }) => about.uid === pod.uid)
      .filter(({ message }) => message.includes(container.image))
      .map(({ message }) => message),
  ].join('; ');
  const problem = IMAGE_PROBLEMS.find(({ pattern }) => pattern.test(words));
  return toFailureCause({
    errorClass: 'operator_fixable',
    code: problem?.code ?? 'ImagePullFailed',
    message:
      `Image ${container.image} of ${label} ` +
      `${problem?.words ?? 'cannot be pulled'} (${container.reason}): ${words}`,
    nextAction:
      problem?.nextAction ??
      "Check the image's name and whether the nodes reach its registry; then retry.",
  });
}

function crashCause(container: ContainerView, label: string) {
  const { lastExit, restarts, name } = container;
  const isOutOfMemory = lastExit?.reason === 'OOMKilled';
  const hint = isOutOfMemory
    ? 'it needed more memory than its plan allows'
    : EXIT_CODES[lastExit?.code ?? 0];
  const exit = lastExit
    ? `, last with exit code ${lastExit.code} (${lastExit.reason})`
    : '';
  return toFailureCause({
    errorClass: 'operator_fixable',
    code: isOutOfMemory ? 'OutOfMemory' : 'ContainerCrashLoop',
    message:
      `Container ${name} of ${label} crashed ${restarts} times${exit}` +
      `${hint ? `: ${hint}` : ''}`,
    nextAction: isOutOfMemory
      ? "Give the engine's plan more memory, or use a larger plan; then retry."
      : `Read the log of container ${name}, correct what it says; then retry.`,
  });
}
