import assert from 'node:assert/strict';
import { browserTest } from '../lib/browserTest.mjs';
import { callStores, removeStore } from '../lib/api.mjs';
import { environment } from '../lib/environment.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { shopOf } from '../shop/shopOf.mjs';
import { adminLogin, condition, readyStore } from './lib.mjs';

/** Asks for a change of a store. @returns the store once the job has ended */
async function change(id, route, body) {
  const answer = await callStores(`stores/${id}/${route}`, {
    method: 'POST',
    body,
    as: 'sana',
  });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return waitUntil({
    what: `the job of ${route} of store ${id} has ended`,
    timeoutMs: 600_000,
    everyMs: 2_000,
    async check() {
      const { body: store } = await callStores(`stores/${id}`);
      assert.equal(store.status, 'READY');
      return store.job.id === answer.body.queued_job_id &&
        store.job.completed_at !== null
        ? store
        : undefined;
    },
  });
}

/** Of a store whose job has ended well, with an order that was placed and found again. */
function assertSells(store) {
  assert.equal(store.job.state, 'SUCCEEDED', store.job.error_message);
  assert.equal(condition(store, 'Verified').reason, 'OrderPlaced');
}

for (const engine of environment.engines) {
  browserTest(
    `${engine}: orders and the login outlive another plan, other parameters and the way back`,
    {},
    async ({ page }) => {
      const store = await readyStore({ engine });
      const shop = shopOf(engine);
      const login = await adminLogin(store.id);
      const number = await shop.buy({ page, url: store.url });

      const larger = await change(store.id, 'upgrade', { plan: 'medium' });
      assertSells(larger);
      assert.equal(larger.plan, 'medium');
      assert.deepEqual(larger.parameters, store.parameters);
      assert.deepEqual(await adminLogin(store.id), login);
      await shop.findOrder({ page, login, number });

      const back = await change(store.id, 'rollback', { revision: 1 });
      assertSells(back);
      assert.equal(back.plan, 'small');
      await shop.findOrder({ page, login, number });

      // With the version that the platform has: what it has newer comes with it.
      const { body: engines } = await callStores('engines');
      const { chart_version: version } = engines.find(
        ({ id }) => id === engine,
      );
      const newest = await change(store.id, 'upgrade', {
        chart_version: version,
      });
      assertSells(newest);
      await shop.findOrder({ page, login, number });
      const { body: revisions } = await callStores(
        `stores/${store.id}/revisions`,
      );
      assert.deepEqual(
        revisions.map(({ action }) => action),
        ['UPGRADE', 'ROLLBACK', 'UPGRADE', 'PROVISION'],
      );
      await removeStore(store.id);
    },
  );
}
