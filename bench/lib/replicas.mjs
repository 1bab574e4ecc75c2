import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Problem } from '../../tools/lib/problem.mjs';

const program = path.join(import.meta.dirname, 'replicaProcess.mjs');

/**
 * Starts replicas of the worker, each a process of its own.
 *
 * @param options.worker what `createWorker` of the product's modules takes, and `folder`, `connectionString` and `pool`
 */
export async function startReplicas({ count, worker }) {
  const children = Array.from({ length: count }, () =>
    // Of a process group of its own: Ctrl-C ends this process, which ends it.
    fork(program, [JSON.stringify(worker)], { detached: true }),
  );
  const stop = () =>
    Promise.all(
      children.map(async child => {
        if (child.exitCode === null && child.signalCode === null) {
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
        }
      }),
    );
  const ended = Promise.race(
    children.map(async child => {
      const [code] = await once(child, 'exit');
      throw new Problem(`A replica of the worker ended with code ${code}`);
    }),
  );
  ended.catch(() => {});
  try {
    await Promise.race([
      Promise.all(children.map(child => once(child, 'message'))),
      ended,
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pids: children.map(({ pid }) => pid),
    /** Lets all of them claim from now on. */
    work: () => children.forEach(child => child.send('work')),
    stop,
    /** Rejects when one of them ends by itself. */
    ended,
  };
}
