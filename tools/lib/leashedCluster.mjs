import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import readline from 'node:readline';
import { repoRoot } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

/**
 * Starts the cluster of `directory` by its script in tools/cluster, with the programs in the folder `bin`. The cluster
 * ends with this process, even when this process is killed: its script watches its standard input.
 *
 * @param options.args more arguments of the script's `run`
 * @returns `kubeconfig` (a path), `pid`, `ended` (a promise of the error when it ends by itself), and `stop`
 */
export async function startLeashedCluster({
  script,
  directory,
  args = [],
  env,
  signal,
}) {
  await fs.mkdir(path.join(directory, 'logs'), { recursive: true });
  const logFile = path.join(directory, 'logs/cluster.log');
  const log = await fs.open(logFile, 'w');
  const child = spawn(scriptPath(script), ['run', ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', log.fd],
    env: clusterEnvironment({ directory, env }),
  });
  await log.close();
  let stopping = false;
  const closed = once(child, 'close');
  const ended = closed.then(async ([code]) => {
    const lines = (await fs.readFile(logFile, 'utf8')).trim().split('\n');
    return stopping
      ? undefined
      : new Problem(
          `The cluster ended with code ${code}: ${lines.at(
            -1,
          )} (see ${logFile})`,
        );
  });
  const stop = async () => {
    stopping = true;
    child.stdin.end();
    await closed;
  };

  const lines = readline.createInterface({ input: child.stdout });
  const ready = once(lines, 'line', { signal }).then(() => undefined);
  const problem = await Promise.race([ready, ended]).catch(error => error);
  if (problem) {
    await stop();
    signal?.throwIfAborted();
    throw problem;
  }
  return {
    pid: child.pid,
    kubeconfig: path.join(directory, 'etc/admin.kubeconfig'),
    ended,
    stop,
  };
}

/**
 * Ends what a crash has left of the cluster in `directory`. Its script kills no process that it does not recognise.
 *
 * @returns whether a daemon was recorded there
 */
export async function stopLeashedCluster({ script, directory }) {
  const daemons = await Array.fromAsync(
    fs.glob('run/*.pid', { cwd: directory }),
  );
  if (daemons.length > 0) {
    await runClusterScript({ script, directory, args: ['stop'] });
  }
  return daemons.length > 0;
}

/** Runs one command of a cluster's script. */
export function runClusterScript({ script, directory, args, env, ...options }) {
  return run(scriptPath(script), args, {
    env: clusterEnvironment({ directory, env }),
    ...options,
  });
}

function scriptPath(script) {
  return path.join(repoRoot, 'tools/cluster', script);
}

function clusterEnvironment({ directory, env = {} }) {
  return {
    ...process.env,
    ...Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, `${value}`]),
    ),
    URUMI_CLUSTER_STATE: directory,
    URUMI_CLUSTER_BIN: path.join(directory, 'bin'),
  };
}
