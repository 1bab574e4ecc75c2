import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { environment } from '../lib/environment.mjs';
import { helm, kubectl, objects } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { condition } from './lib.mjs';

const run = promisify(execFile);
const repoRoot = path.resolve(import.meta.dirname, '../..');
const namespace = 'platform';
const [engine] = environment.engines;

/** Builds the image of the platform, where it has changed, and gives it to the node. */
async function loadImage() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const folder = path.join(cache, 'urumi-stores/images/platform');
  await run(
    path.join(repoRoot, 'scripts/build-images.sh'),
    ['--engine', 'platform', '--output', folder],
    { maxBuffer: 32 * 1024 * 1024 },
  );
  await run(
    path.join(environment.clusterTools, 'node.sh'),
    ['load', path.join(folder, 'platform.tar')],
    {
      env: {
        ...process.env,
        URUMI_CLUSTER_STATE: environment.clusterDirectory,
      },
    },
  );
}

/** Where the ingress of the node answers on this machine. */
async function ingressPort() {
  const file = path.join(
    path.dirname(environment.clusterDirectory),
    'ports.json',
  );
  return JSON.parse(await fs.readFile(file, 'utf8')).URUMI_STORES_PORT;
}

/** The one command that installs and upgrades the platform, with the port of this machine. */
async function install(port, ...more) {
  await helm(
    'upgrade',
    '--install',
    'platform',
    path.join(repoRoot, 'charts/platform'),
    '-n',
    namespace,
    '--create-namespace',
    '-f',
    path.join(repoRoot, 'values/values-local.yaml'),
    '--set',
    `ingress.port=${port},stores.cluster.port=${port}`,
    ...more,
  );
  await kubectl(
    '-n',
    namespace,
    'rollout',
    'status',
    'deployment/platform',
    '--timeout=300s',
  );
}

/** Speaks to the platform through the ingress. */
function createClient(port) {
  const base = `http://platform.localhost:${port}`;
  const ask = (route, options) => requestShop(`${base}${route}`, options);
  let token;
  return {
    ask,
    async signIn(person) {
      const answer = await ask('/api/auth/demo/refresh?env=production', {
        headers: {
          'x-requested-with': 'XMLHttpRequest',
          'x-urumi-demo-user': person,
        },
      });
      assert.equal(answer.status, 200, answer.text);
      token = JSON.parse(answer.text).backstageIdentity.token;
    },
    async stores(route, { method, body } = {}) {
      const answer = await ask(`/api/urumi-stores/${route}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      });
      assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
      return JSON.parse(answer.text);
    },
  };
}

test('the platform installs itself, makes a store, is upgraded beside it, and removes it', async t => {
  await loadImage();
  const port = await ingressPort();
  const client = createClient(port);
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const namespaces = [namespace];
  t.after(async () => {
    await helm('uninstall', 'platform', '-n', namespace, '--ignore-not-found');
    // That of the store is only left when the test has failed.
    await kubectl('delete', 'namespace', ...namespaces, '--ignore-not-found');
  });

  await install(port);
  t.diagnostic(`the platform was there after ${seconds()} s`);
  const pods = (await objects('pods', '-n', namespace)).filter(
    ({ metadata }) =>
      metadata.labels['app.kubernetes.io/component'] === 'backend',
  );
  assert.equal(pods.length, 2);
  for (const { status } of pods) {
    assert.equal(status.containerStatuses[0].restartCount, 0);
  }

  const page = await waitUntil({
    what: 'the pages answer through the ingress',
    check: async () => {
      const answer = await client.ask('/');
      return answer.status === 200 ? answer.text : undefined;
    },
  });
  assert.match(page, /Urumi Stores/);
  // The people are read from the catalog, which takes a moment to know them.
  await waitUntil({
    what: 'Sana can sign in',
    check: () => client.signIn('sana').then(() => true),
  });

  const { store_id: id } = await client.stores('stores', {
    method: 'POST',
    body: {
      engine,
      owner: 'group:default/storefront',
      parameters: { country: 'US', currency: 'USD' },
    },
  });
  namespaces.push(`store-${id}`);
  const until = (...statuses) =>
    waitUntil({
      what: `store ${id} is ${statuses.join(' or ')}`,
      timeoutMs: 300_000,
      async check() {
        const store = await client.stores(`stores/${id}`);
        return statuses.includes(store.status) ? store : undefined;
      },
    });
  const store = await until('READY', 'FAILED');
  assert.equal(store.status, 'READY', store.last_error);
  assert.equal(condition(store, 'Verified').state, 'true');
  t.diagnostic(`the first store was READY after ${seconds()} s`);
  const [binding] = await objects(
    'rolebinding',
    'platform-store',
    '-n',
    store.namespace,
  );
  assert.deepEqual(binding.subjects, [
    { kind: 'ServiceAccount', name: 'platform', namespace },
  ]);

  const answers = { shop: [], platform: [] };
  let isUpgrading = true;
  const visits = (async () => {
    while (isUpgrading) {
      const [shop, platform] = await Promise.all([
        requestShop(store.url),
        client.ask('/api/urumi-stores/healthz'),
      ]);
      answers.shop.push(shop.status);
      answers.platform.push(platform.status);
      await new Promise(resolve => setTimeout(resolve, 250));
    }
  })();
  await install(port, '--set', 'resources.requests.memory=448Mi');
  isUpgrading = false;
  await visits;
  const refused = answers.platform.filter(status => status !== 200);
  t.diagnostic(
    `${answers.platform.length} requests during the upgrade, ${refused.length} refused by the platform`,
  );
  assert.deepEqual([...new Set(answers.shop)], [200]);
  // A connection that the ingress controller keeps to a pod that ends is answered so until it is closed.
  assert.ok(refused.every(status => status === 503));
  assert.equal((await client.ask('/api/urumi-stores/healthz')).status, 200);
  const [deployment] = await objects('deployment', 'platform', '-n', namespace);
  assert.equal(deployment.status.updatedReplicas, 2);
  const after = await client.stores(`stores/${id}`);
  assert.equal(after.status, 'READY');
  assert.equal(after.url, store.url);

  await client.stores(`stores/${id}`, { method: 'DELETE' });
  await until('DELETED');
  assert.deepEqual(
    (await objects('namespaces')).filter(
      ({ metadata }) => metadata.name === store.namespace,
    ),
    [],
  );
});
