import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { browserTest } from '../lib/browserTest.mjs';
import { environment } from '../lib/environment.mjs';
import { helm, kubectl, objects } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { shopOf } from '../shop/shopOf.mjs';
import { adminLogin, readyStore } from './lib.mjs';

const chartsDirectory = path.resolve(import.meta.dirname, '../../charts');
const kept = {};

const uidsOf = pods => pods.map(({ metadata }) => metadata.uid);

/**
 * Waits until the workloads are ready with other pods than those `before`, all Jobs are done, and the shop answers. What
 * the workloads say of themselves lags behind their pods.
 */
async function settled({ namespace, url }, { before }) {
  await waitUntil({
    what: `the workloads of ${namespace} are ready`,
    timeoutMs: 240_000,
    everyMs: 1_000,
    async check() {
      const workloads = await objects(
        'deployments,statefulsets,jobs',
        '-n',
        namespace,
      );
      const pods = await objects('pods', '-n', namespace);
      const { status } = await requestShop(`${url}/urumi-store.json`);
      return status === 200 &&
        uidsOf(pods).every(uid => !before.includes(uid)) &&
        workloads.every(({ kind, metadata, spec, status: state }) =>
          kind === 'Job'
            ? state.succeeded > 0
            : state.observedGeneration === metadata.generation &&
              state.readyReplicas === spec.replicas &&
              state.updatedReplicas === spec.replicas,
        )
        ? true
        : undefined;
    },
  });
}

/** Those that show the name of the shop, which an upgrade replaces. */
async function webPods({ namespace }) {
  const pods = await objects('pods', '-n', namespace);
  return pods.filter(({ metadata }) =>
    ['web', 'storefront'].includes(
      metadata.labels['app.kubernetes.io/component'],
    ),
  );
}

/** Upgrades the release as the platform will, with other values. */
async function upgrade({ engine, namespace }) {
  const values = JSON.parse(
    await helm('get', 'values', namespace, '-n', namespace, '-o', 'json'),
  );
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-upgrade-'));
  const file = path.join(directory, 'values.json');
  await fs.writeFile(
    file,
    JSON.stringify({
      ...values,
      store: { ...values.store, name: 'Renamed shop' },
    }),
  );
  await helm(
    'upgrade',
    namespace,
    path.join(chartsDirectory, engine),
    '-n',
    namespace,
    '--reset-values',
    '--values',
    file,
  );
  await fs.rm(directory, { recursive: true });
}

for (const engine of environment.engines) {
  browserTest(
    `${engine}: an order survives the end of every pod and an upgrade of the chart, within the quota`,
    {},
    async ({ page }) => {
      const store = await readyStore({ engine });
      // The test after the restart of the node finds it there, and removes it.
      const shop = shopOf(engine);
      const login = await adminLogin(store.id);
      const number = await shop.buy({ page, url: store.url });
      kept[engine] = { id: store.id, number };
      await fs.writeFile(environment.keptOrdersFile, JSON.stringify(kept));

      const first = await objects('pods', '-n', store.namespace);
      await kubectl('delete', 'pods', '--all', '-n', store.namespace);
      await settled(store, { before: uidsOf(first) });
      await shop.findOrder({ page, login, number });

      const second = await webPods(store);
      await upgrade({ engine, namespace: store.namespace });
      await settled(store, { before: uidsOf(second) });
      await page.goto(store.url);
      await page.getByText('Renamed shop').first().waitFor();
      await shop.findOrder({ page, login, number });

      const refused = (await objects('events', '-n', store.namespace)).filter(
        ({ message }) => /exceeded quota|forbidden/i.test(message),
      );
      assert.deepEqual(
        refused.map(({ message }) => message),
        [],
      );
    },
  );
}
