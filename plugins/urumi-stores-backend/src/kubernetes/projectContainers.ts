import type { ContainerView } from './projections';

/** A container as the kubelet reports it. */
export interface ContainerStatus {
  name: string;
  image: string;
  ready?: boolean;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: { exitCode: number; reason?: string; message?: string };
}

const IMAGE_REASONS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
]);

/** Which kind of failure a container waits with; undefined when it just starts. */
export function waitingFailure(
  reason: string | undefined,
): 'image' | 'crash' | 'configuration' | undefined {
  if (!reason) {
    return undefined;
  }
  if (IMAGE_REASONS.has(reason)) {
    return 'image';
  }
  if (reason === 'CrashLoopBackOff') {
    return 'crash';
  }
  return /Error$/.test(reason) ? 'configuration' : undefined;
}

/**
 * Containers of a pod.
 *
 * @remarks
 * Kubernetes does not say since when a container has been waiting, so the first sight of it is
 * kept over the updates of the pod.
 */
export function projectContainers(options: {
  init: ContainerStatus[];
  main: ContainerStatus[];
  previous: ContainerView[];
  now: number;
}): ContainerView[] {
  const { init, main, previous, now } = options;
  const project = (status: ContainerStatus, isInit: boolean): ContainerView => {
    const { waiting, terminated } = status.state ?? {};
    const reason = waiting?.reason ?? terminated?.reason;
    const failure = waitingFailure(waiting?.reason);
    const before = previous.find(
      entry => entry.name === status.name && entry.init === isInit,
    );
    const isSameFailure =
      failure !== undefined && waitingFailure(before?.reason) === failure;
    const lastExit = terminated ?? status.lastState?.terminated;
    let state: ContainerView['state'] = 'running';
    if (terminated) {
      state = 'terminated';
    } else if (waiting || !status.state?.running) {
      state = 'waiting';
    }
    return {
      name: status.name,
      image: status.image,
      init: isInit,
      ready: status.ready ?? false,
      restarts: status.restartCount ?? 0,
      state,
      reason,
      message: waiting?.message ?? terminated?.message,
      failingSince: failure
        ? (isSameFailure ? before?.failingSince : undefined) ?? now
        : undefined,
      lastExit: lastExit && {
        code: lastExit.exitCode,
        reason: lastExit.reason ?? 'Error',
      },
    };
  };
  return [
    ...init.map(status => project(status, true)),
    ...main.map(status => project(status, false)),
  ];
}
