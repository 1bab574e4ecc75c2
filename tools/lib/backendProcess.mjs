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

/** How the built backend is run from `folder`. */
export function productionCommand({ folder }) {
  return {
    command: process.execPath,
    args: [
      '--import',
      leash,
      path.join(folder, 'packages/backend'),
      '--config',
      path.join(repoRoot, 'app-config.yaml'),
    ],
    env: {
      NODE_ENV: 'production',
      // By its name alone, the app that a later build replaces in the sources would be served.
      APP_CONFIG_app_packageName: path.join(folder, 'packages/app'),
    },
  };
}

/** How app and backend are run from their sources, each started again or reloaded when a source changes. */
export function developmentCommand() {
  return {
    command: 'yarn',
    args: [
      'backstage-cli',
      'repo',
      'start',
      '--config',
      path.join(repoRoot, 'app-config.yaml'),
      '--config',
      path.join(repoRoot, 'app-config.dev.yaml'),
    ],
    env: {},
  };
}

/**
 * Starts the backend as a child whose output goes to `logFile`.
 *
 * @param options.command as of {@link productionCommand} or {@link developmentCommand}
 * @returns `pid`, `ended` (a promise of the error when it ends by itself), `ready` (waits for its readiness), and `stop`
 */
export async function startBackend({ command, env, logFile, port, tokenFile }) {
  await fs.rename(logFile, `${logFile}.1`).catch(error => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  const log = await fs.open(logFile, 'w', 0o600);
  const child = spawn(command.command, command.args, {
    cwd: repoRoot,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    env: { ...process.env, ...env, ...command.env },
  });
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
        `The backend ended with ${
          killedBy ?? `code ${code}`
        }; the end of ${logFile}:`,
        ...lines.slice(-shownLines),
      ].join('\n'),
    );
  });

  return {
    pid: child.pid,
    ended,
    ready: ({ signal }) =>
      waitUntilReady({ port, tokenFile, ended, logFile, signal }),
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => killGroup(child.pid), stopTimeout);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function waitUntilReady({ port, tokenFile, ended, logFile, signal }) {
  let problem;
  ended.then(error => {
    problem = error;
  });
  const deadline = performance.now() + readyTimeout;
  const origin = `http://127.0.0.1:${port}`;
  const token = (await fs.readFile(tokenFile, 'utf8')).trim();
  const questions = [
    // Of the whole backend: a plugin beside ours that cannot start ends it.
    ['/.backstage/health/v1/readiness'],
    ['/api/urumi-stores/readyz'],
    // Another program's answer on this port would be a 401 or a 404.
    ['/api/urumi-stores/stores?limit=1', { authorization: `Bearer ${token}` }],
  ];
  let unready;
  while (performance.now() < deadline) {
    if (problem) {
      throw problem;
    }
    unready = await firstUnready(origin, questions);
    if (!unready) {
      return;
    }
    await sleep(200, undefined, { signal });
  }
  throw new Problem(
    `The backend was not ready after ${
      readyTimeout / 1000
    } s; ${unready}. Look at ${logFile}.`,
  );
}

/** What the first of the routes that does not answer 200 says. */
async function firstUnready(origin, questions) {
  for (const [route, headers] of questions) {
    const answer = await ask(`${origin}${route}`, headers);
    if (!answer.startsWith('200 ')) {
      return `${origin}${route} said: ${answer}`;
    }
  }
  return undefined;
}

async function ask(url, headers) {
  try {
    const response = await fetch(url, {
      headers,
      signal: AbortSignal.timeout(5_000),
    });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
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
