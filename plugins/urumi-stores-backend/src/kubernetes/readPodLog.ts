import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { KubernetesApiError } from './errors';
import { PodView } from './projections';

/** As much of a log is kept in memory and answered. */
const MAX_BYTES = 256 * 1024;
/** As much is read from the kubelet to find the end of it. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

/** One line of a log. */
export interface PodLogLine {
  /** RFC 3339 with nanoseconds. */
  time: string;
  text: string;
}

/** The end of a log. */
export interface PodLog {
  /** Oldest first. */
  lines: PodLogLine[];
  /** True when older lines were left out. */
  truncated: boolean;
  /** Why there is no log, in the words of Kubernetes. */
  absent?: string;
}

export interface ReadPodLogOptions extends RequestControl {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
  /** Only lines behind this moment. */
  since?: string;
  /** The newest so many lines at most. */
  lines: number;
  /** Takes secrets out of the text before it is cut into lines. */
  redact: (text: string) => string;
}

/**
 * The newest lines that a container has written, at most 256 KiB of them; whole ones only.
 *
 * @throws KubernetesApiError when the API server refuses, ClusterUnreachableError when it, or the
 * node of the pod, does not answer.
 */
export async function readPodLog(
  client: ClusterClient,
  options: ReadPodLogOptions,
): Promise<PodLog> {
  const { namespace, pod, since, redact, signal, timeoutMs } = options;
  const path = `${client.objectPath('v1', 'Pod', namespace, pod)}/log`;
  // The kubelet cuts what is too long at its end, where the newest lines are: fewer are asked for then.
  for (let lines = options.lines; ; lines = Math.ceil(lines / 10)) {
    let answer: { text: string; bytes: number };
    try {
      answer = await client.tail(path, {
        signal,
        timeoutMs,
        maxBytes: MAX_BYTES,
        query: {
          container: options.container,
          previous: options.previous || undefined,
          timestamps: true,
          tailLines: lines,
          limitBytes: MAX_READ_BYTES,
          sinceTime: since?.replace(/(\.\d+)?Z$/, 'Z'),
        },
      });
    } catch (error) {
      if (error instanceof KubernetesApiError && error.status === 400) {
        return { lines: [], truncated: false, absent: error.message };
      }
      throw error;
    }
    if (answer.bytes >= MAX_READ_BYTES && lines > 1) {
      continue;
    }
    const isCut = answer.bytes > MAX_BYTES;
    const read = parseLines(
      redact(
        wholeLines(answer.text, {
          isBeginningCut: isCut,
          isEndCut: answer.bytes >= MAX_READ_BYTES,
        }),
      ),
    );
    return {
      // Kubernetes only knows whole seconds.
      lines: since ? read.filter(({ time }) => isBehind(time, since)) : read,
      truncated: isCut || read.length >= lines,
    };
  }
}

/** The container that somebody who looks for a fault wants to see first. */
export function telltaleContainer(pod: PodView): string | undefined {
  const { containers } = pod;
  const unready = containers.find(({ init, ready, state, lastExit }) =>
    init ? state !== 'terminated' || lastExit?.code !== 0 : !ready,
  );
  return (unready ?? containers.find(({ init }) => !init))?.name;
}

/** Without a line that was cut: half a secret would not be known as one. */
function wholeLines(
  text: string,
  { isBeginningCut, isEndCut }: { isBeginningCut: boolean; isEndCut: boolean },
): string {
  const firstEnd = text.indexOf('\n');
  if (isBeginningCut && firstEnd === -1) {
    return '';
  }
  return text.slice(
    isBeginningCut ? firstEnd + 1 : 0,
    isEndCut ? text.lastIndexOf('\n') + 1 : undefined,
  );
}

/** Lines are written as `<time> <text>`. */
function parseLines(text: string): PodLogLine[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [, time, rest] = /^(\S+Z) ?(.*)$/.exec(line) ?? [];
      return { time: time ?? '', text: rest ?? line };
    });
}

/** Whether a moment is later than another one; both may have up to nine digits of a second. */
function isBehind(time: string, since: string): boolean {
  const comparable = (moment: string) => {
    const [second, fraction = ''] = moment.replace(/Z$/, '').split('.');
    return `${second}.${fraction.padEnd(9, '0')}`;
  };
  return comparable(time) > comparable(since);
}
