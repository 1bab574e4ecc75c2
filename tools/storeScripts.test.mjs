import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { repoRoot } from './lib/paths.mjs';

/**
 * What a shell sees of a platform that is slow, away, or takes a store back by itself. What one does that works is shown by
 * e2e/scripts.test.mjs, with a real one.
 */
const id = '0190f5a0-0000-7000-8000-000000000001';
const base = '/api/urumi-stores';

let server;
let answers;
let requests;
let folder;
let tokenFile;

beforeEach(async () => {
  answers = {};
  requests = [];
  server = http.createServer(async (request, response) => {
    const call = `${request.method} ${request.url}`;
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    requests.push({ call, body, token: request.headers.authorization });
    const answer = answers[call];
    const {
      http_status: status = 200,
      headers = {},
      ...content
    } = (typeof answer === 'function' ? answer() : answer) ?? {
      http_status: 404,
      detail: `no ${call}`,
    };
    response.writeHead(status, headers);
    response.end(JSON.stringify(content));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-api-'));
  tokenFile = path.join(folder, 'api-token');
  await fs.writeFile(tokenFile, 'the-token\n');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await fs.rm(folder, { recursive: true });
});

function script(name, ...args) {
  return new Promise(resolve => {
    execFile(
      path.join(repoRoot, 'scripts', name),
      args,
      {
        env: {
          PATH: process.env.PATH,
          URUMI_BASE_URL: `http://shops.localhost:${server.address().port}/`,
          URUMI_API_TOKEN_FILE: tokenFile,
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const job = (jobId, action, state, more = {}) => ({
  id: jobId,
  action,
  state,
  error_message: null,
  completed_at: state === 'IN_PROGRESS' ? null : '2026-01-01T00:00:00Z',
  ...more,
});

const store = (current, more = {}) => ({
  id,
  status: 'READY',
  url: 'http://shop',
  plan: 'small',
  chart_version: '1.0.0',
  parameters: {},
  failure: null,
  conditions: [],
  events: [],
  steps: [],
  job: current,
  ...more,
});

function queue(change, jobId) {
  answers[`POST ${base}/stores/${id}/${change}`] = {
    http_status: 202,
    store_id: id,
    queued_job_id: jobId,
  };
}

/** Answers with each of them once, and with the last one from then on. */
function inTurn(...values) {
  return () => (values.length > 1 ? values.shift() : values[0]);
}

test('an upgrade sends what was given, waits over an outage of the platform, and ends with 0', async () => {
  queue('upgrade', 'j1');
  const done = job('j1', 'UPGRADE', 'SUCCEEDED');
  answers[`GET ${base}/jobs/j1`] = inTurn(
    job('j1', 'UPGRADE', 'IN_PROGRESS'),
    { http_status: 503, detail: 'not now' },
    done,
  );
  answers[`GET ${base}/stores/${id}`] = store(done, {
    steps: [{ name: 'release', state: 'done', message: 'at revision 2' }],
  });
  const { code, stdout, stderr } = await script(
    'store-upgrade.sh',
    id,
    ...['--plan', 'medium', '--chart-version', '1.2.0', '--no-rollback'],
    ...['--set', 'country=AT', '--set', 'sample_data=false'],
    ...['--set', 'admin_email=null'],
  );
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(requests[0].body), {
    plan: 'medium',
    chart_version: '1.2.0',
    parameters: { country: 'AT', sample_data: false, admin_email: null },
    roll_back_on_failure: false,
  });
  assert.equal(requests[0].token, 'Bearer the-token');
  assert.match(stdout, /waiting for the platform: .*503/);
  assert.match(stdout, /release: done, at revision 2/);
  assert.doesNotMatch(stdout + stderr, /the-token/);
});

test('an upgrade that is taken back by the platform is followed on its way back, and ends with 1', async () => {
  queue('upgrade', 'j1');
  const failed = job('j1', 'UPGRADE', 'FAILED', { error_message: 'no order' });
  const back = job('j2', 'ROLLBACK', 'SUCCEEDED');
  answers[`GET ${base}/jobs/j1`] = failed;
  answers[`GET ${base}/jobs/j2`] = back;
  answers[`GET ${base}/stores/${id}`] = inTurn(
    store(failed, {
      events: [
        {
          id: 7,
          event_type: 'upgrade.failed',
          job_id: 'j1',
          level: 'error',
          message: 'no order. Mend the shop.',
        },
      ],
    }),
    store(back),
  );
  const { code, stdout, stderr } = await script(
    'store-upgrade.sh',
    id,
    '--set',
    'plan=medium',
  );
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(requests[0].body), { plan: 'medium' });
  assert.match(stdout, /takes the store back, job j2/);
  assert.match(stdout, /The store is back at plan small/);
  assert.match(stderr, /^error: UPGRADE of store .* FAILED: no order$/m);
  assert.match(stderr, /^ {2}next: .*Mend the shop/m);
});

test('a job that does not end within the time ends the script with 3, and goes on', async () => {
  queue('rollback', 'j1');
  const running = job('j1', 'ROLLBACK', 'IN_PROGRESS');
  answers[`GET ${base}/jobs/j1`] = running;
  answers[`GET ${base}/stores/${id}`] = store(running);
  const { code, stderr } = await script(
    'store-rollback.sh',
    id,
    '2',
    '--timeout',
    '0.1',
  );
  assert.equal(code, 3);
  assert.deepEqual(JSON.parse(requests[0].body), { revision: 2 });
  assert.match(stderr, /has not ended after 0\.1 s\. It goes on\./);

  const quick = await script('store-rollback.sh', id, '2', '--no-wait');
  assert.equal(quick.code, 0);
});

test('a limit says when to try again, and a wrong login what to look at', async () => {
  answers[`POST ${base}/stores`] = {
    http_status: 429,
    headers: { 'retry-after': '12' },
    detail: 'too many',
  };
  const limited = await script('demo-flow.sh');
  assert.equal(limited.code, 1);
  assert.match(limited.stderr, /too many\n {2}next: Try again in 12 s/);
  answers[`GET ${base}/stores/${id}/revisions`] = {
    http_status: 401,
    error: { message: 'no such token' },
  };
  const stranger = await script('store-history.sh', id);
  assert.equal(stranger.code, 1);
  assert.match(stranger.stderr, /401: no such token\n {2}next: .*--token-file/);
});

test('the smoke test fails with the cause, and removes its store', async () => {
  const failed = job('j1', 'PROVISION', 'FAILED');
  answers[`GET ${base}/readyz`] = { status: 'ok', reasons: [] };
  answers[`POST ${base}/stores`] = {
    http_status: 202,
    store_id: id,
    namespace: `store-${id}`,
    queued_job_id: 'j1',
  };
  answers[`GET ${base}/jobs/j1`] = failed;
  answers[`GET ${base}/jobs/j2`] = job('j2', 'DELETE', 'SUCCEEDED');
  const cause = {
    message: 'The image cannot be pulled',
    next_action: 'Push it.',
    owner: 'platform_operator',
  };
  answers[`GET ${base}/stores/${id}`] = inTurn(
    store(failed, { status: 'FAILED', failure: cause }),
    store(failed, { status: 'DELETED' }),
  );
  answers[`DELETE ${base}/stores/${id}`] = {
    http_status: 202,
    queued_job_id: 'j2',
  };
  answers[`GET ${base}/stores/${id}/receipt`] = { items: [] };
  const { code, stdout, stderr } = await script('smoke-e2e.sh');
  assert.equal(code, 1);
  assert.match(stdout, /^ok {2}the same request again/m);
  assert.match(stdout, /^FAILED {2}the store gets READY/m);
  assert.match(
    stderr,
    /^error: PROVISION .*The image cannot be pulled\n {2}next: Push it\. \(platform operator\)/m,
  );
  assert.ok(requests.some(({ call }) => call.startsWith('DELETE ')));
  const [first, second] = requests.filter(({ call }) =>
    call.startsWith('POST'),
  );
  assert.equal(first.body, second.body);
});

test('what is wrong with a call is said before anything is asked for', async () => {
  for (const [name, ...args] of [
    ['store-history.sh'],
    ['store-history.sh', id, 'more'],
    ['store-upgrade.sh', id],
    ['store-upgrade.sh', id, '--set', 'country'],
    ['store-upgrade.sh', id, '--plan'],
    ['store-rollback.sh', id, 'first'],
    ['store-rollback.sh', id, '1', '--timeout', 'soon'],
    ['smoke-e2e.sh', '--no-wait'],
  ]) {
    const { code, stderr } = await script(name, ...args);
    assert.equal(code, 2, `${name} ${args.join(' ')}: ${stderr}`);
    assert.match(stderr, /^error: /);
  }
  assert.deepEqual(requests, []);
  await fs.rm(tokenFile);
  const { code, stderr } = await script('store-history.sh', id);
  assert.equal(code, 1);
  assert.match(stderr, /token cannot be read[^]*next: .*make start/);
});
