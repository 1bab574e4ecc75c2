import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { FakeMedusa } from '../testing/FakeMedusa.mjs';

const main = path.join(import.meta.dirname, 'main.mjs');

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

test('TERM lets requests end and starts no new ones', async t => {
  const medusa = await FakeMedusa.start(t);
  const port = await freePort();
  const started = Date.now();
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      STORE_ID: 'store-1',
      STORE_NAME: 'Shop',
      STORE_URL: `http://127.0.0.1:${port}`,
      STORE_CURRENCY: 'EUR',
      STORE_COUNTRY: 'DE',
      MEDUSA_BACKEND_URL: medusa.url,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
  });
  t.after(() => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    assert.ok(Date.now() - started < 10_000);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  let release;
  const held = new Promise(resolve => {
    medusa.intercept = call => {
      if (call !== 'GET /store/products') return undefined;
      resolve(undefined);
      return new Promise(go => {
        release = go;
      });
    };
  });
  const page = fetch(url);
  await held;
  child.kill('SIGTERM');
  await new Promise(resolve => setTimeout(resolve, 100));
  await assert.rejects(fetch(`${url}/healthz`));
  release(undefined);
  const response = await page;
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('connection'), 'close');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('a shop that is not told enough says what is missing', async () => {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
  });
  const [line] = await once(child.stderr, 'data');
  assert.match(JSON.parse(line).message, /STORE_ID is not set/);
  const [code] = await once(child, 'exit');
  assert.equal(code, 1);
});
