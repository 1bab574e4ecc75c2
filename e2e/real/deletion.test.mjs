import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { callStores, storeWithStatus } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { kubectl, objects, runningPods } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { readyStore } from './lib.mjs';

const [engine] = environment.engines;
const deafPod = 'deaf';
const graceSeconds = 20;

/** The directories of the volumes on the node. */
const directories = () =>
  fs.readdir(path.join(environment.clusterDirectory, 'pv'));

/** What the ingress answers for a host. */
async function ingressStatus({ url }) {
  const { status } = await requestShop(url);
  return status;
}

/** A pod that does not end when it is asked to. */
async function addDeafPod(store) {
  const { database } = await runningPods(store.namespace);
  const { securityContext } = database.spec;
  await kubectl(
    'run',
    deafPod,
    '-n',
    store.namespace,
    '--image',
    database.spec.containers[0].image,
    '--labels',
    `urumi.io/managed=true,urumi.io/store=${store.id}`,
    '--restart=Never',
    '--overrides',
    JSON.stringify({
      spec: {
        terminationGracePeriodSeconds: graceSeconds,
        automountServiceAccountToken: false,
        securityContext,
        containers: [
          {
            name: deafPod,
            image: database.spec.containers[0].image,
            imagePullPolicy: 'IfNotPresent',
            command: ['bash', '-c', 'trap "" TERM; while :; do sleep 1; done'],
            securityContext: database.spec.containers[0].securityContext,
          },
        ],
      },
    }),
  );
  await kubectl(
    'wait',
    '-n',
    store.namespace,
    `pod/${deafPod}`,
    '--for=condition=Ready',
    '--timeout=60s',
  );
}

test('a delete takes the time of the kubelet, says what it waits for, and leaves nothing', async () => {
  const before = await directories();
  const [{ status: nodeBefore }] = await objects('nodes');
  const store = await readyStore({ engine });
  assert.ok((await directories()).length > before.length);
  await addDeafPod(store);

  await callStores(`stores/${store.id}`, { method: 'DELETE', as: 'sana' });
  await waitUntil({
    what: `the delete names the pod ${deafPod}`,
    async check() {
      const { body } = await callStores(`stores/${store.id}`);
      return body.steps.some(({ message }) => message?.includes(deafPod))
        ? true
        : undefined;
    },
  });
  const { deleted_at: deletedAt } = await storeWithStatus(store.id, 'DELETED');
  assert.ok(deletedAt);

  assert.deepEqual(
    (await objects('namespaces')).filter(
      ({ metadata }) => metadata.name === store.namespace,
    ),
    [],
  );
  assert.deepEqual(
    (await objects('persistentvolumes')).filter(
      ({ spec }) => spec.claimRef?.namespace === store.namespace,
    ),
    [],
  );
  await waitUntil({
    what: 'the node has no directory of the store',
    check: async () =>
      isDeepStrictEqual((await directories()).sort(), before.sort()) ||
      undefined,
  });
  assert.equal(await ingressStatus(store), 404);
  const [{ status: nodeAfter }] = await objects('nodes');
  const names = ({ images }) => images.flatMap(image => image.names).sort();
  assert.deepEqual(names(nodeAfter), names(nodeBefore));
});
