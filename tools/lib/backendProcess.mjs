import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repoRoot } from './paths.mjs';
import { Problem } from './problem.mjs';

const leash = path.join(import.meta.dirname, 'leash.mjs');
const readyTimeout = 180_000;
/** A worker gives its Helm calls time to end. */
const stopTimeout = 45_000;
const shownLines = 20;

/**
 * Starts the built backend as a child whose output goes to `logFile`.
 *
 * @returns `pid`, `ended` (a promise of the error when it ends by itself), `ready` (waits for its readiness), and `stop`
 */
export async function startBackend({ folder, env, logFile, port }) {
  await fs.rename(logFile, `${logFile}.1`).catch(error => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  const log = await fs.open(logFile, 'w', 0o600);
  const child = spawn(
    process.execPath,
    [
      '--import',
      leash,
      path.join(folder, 'packages/backend'),
      '--config',
      path.join(repoRoot, 'app-config.yaml'),
    ],
    {
      cwd: repoRoot,
      detached: true,
      stdio: ['pipe', log.fd, log.fd],
      env: { ...process.env, ...env, NODE_ENV: 'production' },
    },
  );
  await log.close();

  let stopping = false;
  const closed = once(child, 'close');
  const ended = closed.then(async ([code, killedBy]) => {
    if (stopping) {
      return undefined;
    }
    const lines = (await fs.readFile(logFile, 'utf8')).trimEnd().split('\n');
    return new Problem(
      [
        `The backend ended with ${killedBy ?? `code ${code}`}; the end of ${logFile}:`,
        ...lines.slice(-shownLines),
      ].join('\n'),
    );
  });

  return {
    pid: child.pid,
    ended,
    ready: ({ signal }) => waitUntilReady({ port, ended, logFile, signal }),
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => killGroup(child.pid), stopTimeout);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function waitUntilReady({ port, ended, logFile, signal }) {
  let problem;
  ended.then(error => {
    problem = error;
  });
  const deadline = performance.now() + readyTimeout;
  const url = `http://127.0.0.1:${port}/api/urumi-stores/readyz`;
  let last;
  while (performance.now() < deadline) {
    if (problem) {
      throw problem;
    }
    last = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      async response => `${response.status} ${await response.text()}`,
      error => error.cause?.code ?? error.message,
    );
    if (last.startsWith('200 ')) {
      return;
    }
    await sleep(200, undefined, { signal });
  }
  throw new Problem(
    `The backend was not ready after ${readyTimeout / 1000} s; ${url} said: ${last}. Look at ${logFile}.`,
  );
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
