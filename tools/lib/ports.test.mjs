import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { freePort, isPortFree, keptPorts } from './ports.mjs';

async function listen(port, host = '127.0.0.1') {
  const server = net.createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  return () => new Promise(resolve => server.close(resolve));
}

test('a port is taken by whoever listens on it, on any address', async () => {
  const port = await freePort();
  assert.equal(await isPortFree(port), true);
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const close = await listen(port, host);
    assert.equal(await isPortFree(port), false, host);
    await close();
  }
});

test('ports are kept, and chosen again only when they are taken', async t => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-ports-'));
  t.after(() => fs.rm(folder, { recursive: true }));
  const preferred = await freePort();
  const choose = () =>
    keptPorts({
      file: path.join(folder, 'ports.json'),
      names: ['API_PORT', 'STORES_PORT'],
      preferred: { STORES_PORT: preferred },
    });

  const first = await choose();
  assert.equal(first.STORES_PORT, preferred);
  assert.deepEqual(await choose(), first);

  const close = await listen(first.API_PORT);
  const second = await choose();
  await close();
  assert.notEqual(second.API_PORT, first.API_PORT);
  assert.equal(second.STORES_PORT, preferred);
  assert.deepEqual(await choose(), second);
});

test('a port that is preferred and taken is replaced', async t => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-ports-'));
  t.after(() => fs.rm(folder, { recursive: true }));
  const preferred = await freePort();
  const close = await listen(preferred);
  const ports = await keptPorts({
    file: path.join(folder, 'ports.json'),
    names: ['STORES_PORT'],
    preferred: { STORES_PORT: preferred },
  });
  await close();
  assert.notEqual(ports.STORES_PORT, preferred);
});
