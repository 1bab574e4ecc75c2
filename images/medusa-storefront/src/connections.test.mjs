import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { startShop } from '../testing/startShop.mjs';
import { signatureOf } from './connections.mjs';

const MEDUSA_BACKEND_URL = 'http://127.0.0.1:9';

async function post(url, body, signature) {
  return fetch(`${url}/urumi-store.json/connections`, {
    method: 'POST',
    body,
    headers: signature === undefined ? {} : { 'X-Urumi-Signature': signature },
  });
}

test('connections are tried and nothing is sent', async t => {
  const { url } = await startShop(t, { MEDUSA_BACKEND_URL });
  const received = [];
  const listener = net.createServer(socket =>
    socket.on('data', data => received.push(data)),
  );
  await new Promise(resolve => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => listener.close());
  const { port } = listener.address();
  const body = JSON.stringify({
    targets: [
      { name: 'open', host: '127.0.0.1', port },
      { name: 'closed', host: '127.0.0.1', port: 9 },
      { name: 'no such name', host: 'nothing.invalid', port: 80 },
    ],
  });
  const response = await post(url, body, signatureOf(body, 'probe-key'));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('x-urumi-store'), 'store-1');
  const { attempts } = await response.json();
  assert.deepEqual(attempts, [
    { name: 'open', connected: true },
    { name: 'closed', connected: false },
    { name: 'no such name', connected: false },
  ]);
  assert.deepEqual(received, []);
});

test('where nobody answers the attempts end together', async t => {
  const { url } = await startShop(t, { MEDUSA_BACKEND_URL });
  // It never accepts, so that the kernel drops what comes once its short queue is full.
  const deaf = spawn(
    process.execPath,
    [
      '-e',
      `const server = require('net').createServer();
      server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
        require('fs').writeSync(1, String(server.address().port));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  t.after(() => deaf.kill('SIGKILL'));
  const [port] = await once(deaf.stdout, 'data');
  const targets = Array.from({ length: 12 }, (_, index) => ({
    name: `${index}`,
    host: '127.0.0.1',
    port: Number(port),
  }));
  const body = JSON.stringify({ targets });
  const started = Date.now();
  const response = await post(url, body, signatureOf(body, 'probe-key'));
  const { attempts } = await response.json();
  assert.equal(attempts.length, 12);
  assert.ok(attempts.some(({ connected }) => connected === false));
  const took = Date.now() - started;
  // One after the other they would take two seconds each.
  assert.ok(took < targets.length * 2_000, `${took} ms`);
});

test('without the right signature nothing is tried', async t => {
  const { url } = await startShop(t, { MEDUSA_BACKEND_URL });
  const body = JSON.stringify({ targets: [] });
  const right = signatureOf(body, 'probe-key');
  assert.equal((await post(url, body, right)).status, 200);
  for (const wrong of [
    undefined,
    '',
    'sha256=',
    right.slice(0, -1),
    signatureOf(body, 'other'),
  ]) {
    assert.equal((await post(url, body, wrong)).status, 403);
  }
  assert.equal((await post(url, `${body} `, right)).status, 403);
});

test('a shop without probe key tries nothing', async t => {
  const { url } = await startShop(t, { MEDUSA_BACKEND_URL, PROBE_KEY: '' });
  const body = JSON.stringify({ targets: [] });
  assert.equal((await post(url, body, signatureOf(body, ''))).status, 403);
});

test('bodies that are no list of targets, too many or too long are refused', async t => {
  const { url } = await startShop(t, { MEDUSA_BACKEND_URL });
  const target = { name: 'a', host: '127.0.0.1', port: 9 };
  const refused = [
    '',
    '[]',
    'null',
    '{"targets":{}}',
    JSON.stringify({ targets: Array(33).fill(target) }),
    JSON.stringify({ targets: [{ ...target, port: 0 }] }),
    JSON.stringify({ targets: [{ ...target, port: '9' }] }),
    JSON.stringify({ targets: [{ ...target, host: 'a b' }] }),
  ];
  for (const body of refused) {
    const response = await post(url, body, signatureOf(body, 'probe-key'));
    assert.equal(response.status, 400, body);
    assert.equal(typeof (await response.json()).reason, 'string');
  }
  const long = 'x'.repeat(17_000);
  assert.equal(
    (await post(url, long, signatureOf(long, 'probe-key'))).status,
    413,
  );
});
