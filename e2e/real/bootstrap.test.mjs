import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { callStores, createStore, removeStore } from '../lib/api.mjs';
import { browserTest } from '../lib/browserTest.mjs';
import { environment } from '../lib/environment.mjs';
import { kubectl, objects, runningPods } from '../lib/kubernetes.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { shopOf } from '../shop/shopOf.mjs';
import { condition } from './lib.mjs';

const stores = 10;
/** Between the moments of two kills. Ten set-ups at once take longer than ten of these. */
const stepMs = { medusa: 4_000, woocommerce: 1_500 };

/** Kills the first pod of a store's set-up so many milliseconds after it has started. @returns its name */
async function killSetup({ namespace, afterMs }) {
  const pod = await waitUntil({
    what: `the set-up in ${namespace} runs`,
    timeoutMs: 300_000,
    check: async () => (await runningPods(namespace)).setup,
  });
  await sleep(afterMs);
  const { name } = pod.metadata;
  await kubectl(
    'delete',
    'pod',
    name,
    '-n',
    namespace,
    '--grace-period=0',
    '--force',
  );
  return name;
}

async function ready(id) {
  return waitUntil({
    what: `store ${id} is READY`,
    timeoutMs: 900_000,
    everyMs: 1_000,
    async check() {
      const { body } = await callStores(`stores/${id}`);
      if (body.status === 'FAILED') {
        throw new Error(body.last_error);
      }
      return body.status === 'READY' ? body : undefined;
    },
  });
}

for (const engine of environment.engines) {
  browserTest(
    `${engine}: ten stores at once, each with its set-up killed at another moment, all sell`,
    {},
    async ({ page, t }) => {
      const made = await Promise.all(
        Array.from({ length: stores }, () =>
          createStore({
            as: 'sana',
            engine,
            parameters: { country: 'US', currency: 'USD' },
          }),
        ),
      );
      t.after(() =>
        Promise.all(made.map(({ store_id: id }) => removeStore(id))),
      );
      const killed = await Promise.all(
        made.map(({ namespace }, index) =>
          killSetup({ namespace, afterMs: (index + 1) * stepMs[engine] }),
        ),
      );
      const all = await Promise.all(made.map(({ store_id: id }) => ready(id)));
      for (const [index, store] of all.entries()) {
        assert.equal(condition(store, 'Verified').state, 'true');
        const pods = await objects('pods', '-n', store.namespace);
        const setups = pods
          .filter(
            ({ metadata }) =>
              metadata.labels['app.kubernetes.io/component'] === 'setup',
          )
          .map(({ metadata }) => metadata.name);
        assert.ok(setups.length > 0 && !setups.includes(killed[index]));
      }
      await shopOf(engine).buy({ page, url: all[0].url });
    },
  );
}
