// Run while the image is built: Helm is there, and the backend starts with SQLite and renders the chart of every engine in
// every plan with it (`helm template`). Exits with 1 and says why when anything of that fails.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 240_000;
const origin = 'http://127.0.0.1:7007';
const base = `${origin}/api/urumi-stores`;
const token = randomUUID();

console.log(`helm ${execFileSync('helm', ['version', '--short'])}`.trim());

const work = await fs.mkdtemp(path.join(os.tmpdir(), 'self-test-'));
await fs.writeFile(
  path.join(work, 'kubeconfig'),
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'none', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'nobody', user: { token: 'none' } }],
    contexts: [{ name: 'none', context: { cluster: 'none', user: 'nobody' } }],
    'current-context': 'none',
  }),
);
// JSON is YAML.
await fs.writeFile(
  path.join(work, 'app-config.yaml'),
  JSON.stringify({
    backend: {
      listen: '127.0.0.1:7007',
      auth: {
        externalAccess: [
          { type: 'static', options: { token, subject: 'external:self-test' } },
        ],
      },
    },
    auth: { environment: 'production', providers: { demo: {} } },
    urumiDemo: {
      people: [
        {
          name: 'test',
          title: 'Test',
          team: 'Platform',
          userEntityRef: 'user:default/olga',
        },
      ],
    },
    urumiStores: {
      clusters: [{ name: 'none', kubeconfig: path.join(work, 'kubeconfig') }],
    },
  }),
);
const log = await fs.open(path.join(work, 'log'), 'w');
const backend = spawn(
  process.execPath,
  [
    'packages/backend',
    ...['docker/app-config.yaml', 'docker/app-config.sqlite.yaml'].flatMap(
      file => ['--config', file],
    ),
    ...['--config', path.join(work, 'app-config.yaml')],
  ],
  {
    env: { ...process.env, SQLITE_DIRECTORY: path.join(work, 'data') },
    stdio: ['ignore', log.fd, log.fd],
  },
);
const ended = once(backend, 'exit');

try {
  await Promise.race([
    renderAll(),
    ended.then(([code]) => {
      throw new Error(`The backend ended with code ${code}`);
    }),
  ]);
} catch (error) {
  const lines = await fs.readFile(path.join(work, 'log'), 'utf8');
  console.error(lines.split('\n').slice(-40).join('\n'));
  console.error(error.message);
  process.exitCode = 1;
} finally {
  backend.kill('SIGTERM');
  await ended;
  await fs.rm(work, { recursive: true });
}

async function renderAll() {
  const until = performance.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    if (performance.now() > until) {
      throw new Error('The backend was not ready in time');
    }
    await sleep(500);
  }
  const engines = await call('GET', '/engines');
  for (const { id: engine, plans } of engines) {
    for (const { name: plan } of plans) {
      const preview = await call('POST', '/stores?dry_run=true', {
        engine,
        plan,
      });
      console.log(
        `helm template of ${preview.chart.name} ${
          preview.chart.version
        } in plan ${plan}: ${JSON.stringify(preview.objects)}`,
      );
    }
  }
  if (engines.length < 2) {
    throw new Error(`There are only ${engines.length} engines`);
  }
}

/** The whole backend first: a plugin beside ours that cannot start ends it. */
async function isReady() {
  for (const url of [
    `${origin}/.backstage/health/v1/readiness`,
    `${base}/readyz`,
  ]) {
    if (!(await fetch(url).catch(() => undefined))?.ok) {
      return false;
    }
  }
  return true;
}

async function call(method, route, body) {
  const response = await fetch(`${base}${route}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${route}: ${response.status} ${text}`);
  }
  return JSON.parse(text);
}
