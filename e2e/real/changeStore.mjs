import assert from 'node:assert/strict';
import { callStores } from '../lib/api.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';
import { condition } from './lib.mjs';

/** Asks for a change of a store, which is READY afterwards, whatever became of the change. @returns the store once the job has ended */
export async function changeStore(id, route, body) {
  const answer = await callStores(`stores/${id}/${route}`, {
    method: 'POST',
    body,
    as: 'sana',
  });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  const changed = await waitUntil({
    what: `the job of ${route} of store ${id} has ended`,
    timeoutMs: 600_000,
    everyMs: 2_000,
    async check() {
      const { body: store } = await callStores(`stores/${id}`);
      return store.job.id === answer.body.queued_job_id &&
        store.job.completed_at !== null
        ? store
        : undefined;
    },
  });
  assert.equal(changed.status, 'READY');
  return changed;
}

/** Of a store whose job has ended well, with an order that was placed and found again. */
export function assertSells(store) {
  assert.equal(store.job.state, 'SUCCEEDED', store.job.error_message);
  assert.equal(condition(store, 'Verified').reason, 'OrderPlaced');
}

/** Upgrades a store to the version of the chart that the platform has: newer images come with it. */
export async function upgradeToNewest({ id, engine }) {
  const { body: engines } = await callStores('engines');
  const { chart_version: version } = engines.find(one => one.id === engine);
  return changeStore(id, 'upgrade', { chart_version: version });
}
