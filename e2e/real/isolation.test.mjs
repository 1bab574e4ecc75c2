import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { removeStore } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { connects, objects, runningPods } from '../lib/kubernetes.mjs';
import { condition, readyStore } from './lib.mjs';

/** Of a range that is public to the policies, and given to nobody; it leads to this machine only. */
const PUBLIC_ADDRESS = '203.0.113.7';

const [first, second = first] = environment.engines;
let one;
let other;
const listeners = [];

before(async () => {
  execFileSync('ip', [
    'address',
    'replace',
    `${PUBLIC_ADDRESS}/32`,
    'dev',
    'lo',
  ]);
  for (const port of [443, 8081]) {
    const server = net.createServer(socket => socket.end());
    server.listen(port, PUBLIC_ADDRESS);
    await once(server, 'listening');
    listeners.push(server);
  }
  [one, other] = await Promise.all([
    readyStore({ engine: first }),
    readyStore({ engine: second }),
  ]);
});

after(async () => {
  listeners.forEach(server => server.close());
  execFileSync('ip', [
    'address',
    'delete',
    `${PUBLIC_ADDRESS}/32`,
    'dev',
    'lo',
  ]);
  await Promise.all(
    [one, other].filter(Boolean).map(({ id }) => removeStore(id)),
  );
});

/** Where pods of a store listen, and its Services. */
async function doorsOf(namespace) {
  const pods = await objects('pods', '-n', namespace);
  const services = await objects('services', '-n', namespace);
  return [
    ...pods
      .filter(({ status }) => status.phase === 'Running')
      .flatMap(({ status, spec }) =>
        spec.containers.flatMap(({ ports = [] }) =>
          ports.map(({ containerPort }) => ({
            host: status.podIP,
            port: containerPort,
          })),
        ),
      ),
    ...services.flatMap(({ metadata, spec }) =>
      spec.ports.map(({ port }) => ({
        host: `${metadata.name}.${namespace}.svc.cluster.local`,
        port,
      })),
    ),
  ];
}

test('no pod of a store reaches another store, the API server, the kubelet or the metadata address', async () => {
  const [node] = await objects('nodes');
  const { address } = node.status.addresses.find(
    ({ type }) => type === 'InternalIP',
  );
  const forbidden = [
    ...(await doorsOf(other.namespace)),
    { host: 'kubernetes.default.svc.cluster.local', port: 443 },
    { host: address, port: 6443 },
    { host: address, port: 10250 },
    { host: '169.254.169.254', port: 80 },
  ];
  assert.ok(forbidden.length >= 8);
  const pods = Object.values(await runningPods(one.namespace));
  assert.ok(pods.length >= 2);
  for (const pod of pods) {
    for (const target of forbidden) {
      assert.equal(
        await connects(pod, target),
        false,
        `${pod.metadata.name} reaches ${target.host}:${target.port}`,
      );
    }
  }
});

test('DNS, the own database and public addresses work as configured, and nothing else', async () => {
  const { database, ...rest } = await runningPods(one.namespace);
  const web = rest.web ?? rest.server;
  const [{ containerPort }] = database.spec.containers[0].ports;
  // By name, so that DNS is proven too.
  assert.ok(
    await connects(web, {
      host: `database.${one.namespace}.svc.cluster.local`,
      port: containerPort,
    }),
  );
  const outside = port => ({ host: PUBLIC_ADDRESS, port });
  assert.equal(await connects(web, outside(443)), true);
  assert.equal(await connects(web, outside(8081)), false);
  assert.equal(await connects(database, outside(443)), false);
});

test('no pod has a token of a service account', async () => {
  for (const store of [one, other]) {
    const pods = await objects('pods', '-n', store.namespace);
    for (const { spec } of pods) {
      assert.equal(spec.automountServiceAccountToken, false);
      assert.ok(
        !JSON.stringify(spec).includes('/var/run/secrets/kubernetes.io'),
      );
    }
  }
});

test('the store says so itself', async () => {
  // The one that was ready later had the other to try.
  const tried = [one, other].map(store => condition(store, 'Isolated'));
  for (const { state, message } of tried) {
    assert.equal(state, 'true', message);
  }
  assert.ok(
    tried.some(({ message }) => message.includes('those to another store')),
  );
});
