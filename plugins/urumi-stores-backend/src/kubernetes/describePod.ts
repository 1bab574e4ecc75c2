import { PodView, WarningView } from './projections';

/** A component of a store, named by the labels of its pods. */
export interface Component {
  name: string;
  podLabels: Record<string, string>;
}

/** How messages call a pod: `pod store-db-0 (database)`. */
export function podLabel(
  pod: PodView,
  components: readonly Component[],
): string {
  const component = components.find(({ podLabels }) =>
    Object.entries(podLabels).every(
      ([label, value]) => pod.labels[label] === value,
    ),
  );
  return component ? `pod ${pod.name} (${component.name})` : `pod ${pod.name}`;
}

/** Why a pod is not ready at the moment, in words; undefined when it is, or has completed. */
export function podShortfall(
  pod: PodView,
  warnings: readonly WarningView[],
): string | undefined {
  if (pod.ready || pod.phase === 'Succeeded') {
    return undefined;
  }
  const latest = warnings
    .filter(
      ({ about, reason }) =>
        about.uid === pod.uid &&
        // What the scheduler said is over once the pod has a node.
        !(pod.node && reason === 'FailedScheduling'),
    )
    .sort((left, right) => right.lastSeen - left.lastSeen)[0];
  const words = currentShortfall(pod);
  return latest && !pod.unschedulable
    ? `${words}; last warning: ${latest.message}`
    : words;
}

function currentShortfall(pod: PodView): string {
  if (pod.unschedulable) {
    const { since, message } = pod.unschedulable;
    return `no node has room for it ${sinceWords(since)}: ${message}`;
  }
  if (pod.phase === 'Failed') {
    return 'it has failed';
  }
  const container = pod.containers.find(({ init, ready, state }) =>
    init ? state !== 'terminated' : !ready,
  );
  if (!container) {
    return pod.node ? 'its node prepares it' : 'it is not scheduled yet';
  }
  const kind = container.init ? 'init container' : 'container';
  if (container.state === 'waiting') {
    const reason = container.reason ?? 'ContainerCreating';
    const since = container.failingSince
      ? ` ${sinceWords(container.failingSince)}`
      : '';
    return container.message
      ? `${kind} ${container.name} waits (${reason})${since}: ${container.message}`
      : `${kind} ${container.name} waits (${reason})${since}`;
  }
  if (container.init) {
    return `init container ${container.name} is still running`;
  }
  const since = pod.notReadySince ? ` ${sinceWords(pod.notReadySince)}` : '';
  return `container ${container.name} is not ready${since}`;
}

/** A moment and not a duration: the words are kept, and read later. */
function sinceWords(since: number): string {
  return `since ${new Date(since).toISOString().slice(11, 19)} UTC`;
}
