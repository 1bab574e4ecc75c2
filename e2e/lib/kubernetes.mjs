import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment.mjs';

const run = promisify(execFile);

/** Runs a program of the cluster on it. @returns what it wrote */
async function program(name, args) {
  const { stdout } = await run(
    path.join(environment.clusterDirectory, 'bin', name),
    args,
    {
      env: { ...process.env, KUBECONFIG: environment.kubeconfig },
      maxBuffer: 32 * 1024 * 1024,
    },
  );
  return stdout;
}

export function kubectl(...args) {
  return program('kubectl', args);
}

export function helm(...args) {
  return program('helm', args);
}

/** The objects that `kubectl get` finds. */
export async function objects(...args) {
  const { items, ...object } = JSON.parse(
    await kubectl('get', ...args, '-o', 'json'),
  );
  return items ?? [object];
}

/** The pods of a store that run, by their component. */
export async function runningPods(namespace) {
  const pods = await objects('pods', '-n', namespace);
  return Object.fromEntries(
    pods
      .filter(({ status }) => status.phase === 'Running')
      .map(pod => [pod.metadata.labels['app.kubernetes.io/component'], pod]),
  );
}

/** Whether a pod gets a TCP connection. Every image of a store has bash. */
export async function connects(pod, { host, port }) {
  const { name, namespace } = pod.metadata;
  const attempt = `timeout 3 bash -c '</dev/tcp/${host}/${port}' 2>/dev/null && echo open || echo closed`;
  const answer = await kubectl(
    'exec',
    '-n',
    namespace,
    name,
    '--',
    'bash',
    '-c',
    attempt,
  );
  return answer.trim() === 'open';
}
