import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { forwardPort } from './portForward.mjs';
import { freePort, isPortFree } from './ports.mjs';

let server;
let forward;
let port;

before(async () => {
  server = http.createServer((request, response) => {
    request.on('data', () => {});
    request.on('end', () => response.end(`for ${request.headers.host}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = await freePort();
  forward = await forwardPort({
    port,
    target: '127.0.0.1',
    targetPort: server.address().port,
  });
});

after(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

function get(host) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host,
      port,
      method: 'POST',
      agent: false,
      headers: { host: 'store-1.localhost' },
    });
    request.on('error', reject);
    request.on('response', response => {
      let body = '';
      response.on('data', chunk => (body += chunk));
      response.on('end', () => resolve(body));
    });
    request.end('x'.repeat(300_000));
  });
}

test('a request passes, with its host', async () => {
  assert.equal(await get('127.0.0.1'), 'for store-1.localhost');
});

test('many pass at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => get('127.0.0.1')),
  );
  assert.deepEqual(new Set(answers), new Set(['for store-1.localhost']));
});

test('a port that is taken is an error', async () => {
  await assert.rejects(
    forwardPort({ port, target: '127.0.0.1', targetPort: 1 }),
    { code: 'EADDRINUSE' },
  );
});

test('a target that does not answer closes the connection', async () => {
  const dead = await freePort();
  const other = await freePort({ except: [dead] });
  const broken = await forwardPort({
    port: other,
    target: '127.0.0.1',
    targetPort: dead,
  });
  const socket = net.connect(other, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'close');
  await broken.stop();
});

test('stopping closes what is open, and frees the port', async () => {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  await forward.stop();
  await closed;
  assert.ok(await isPortFree(port));
});
