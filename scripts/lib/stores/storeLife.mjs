import { randomUUID } from 'node:crypto';
import { assertSucceeded, followJob } from './followJob.mjs';
import { Problem } from './Problem.mjs';
import { readSettings } from './command.mjs';
import { knownShops, placeOrder } from './shopOrder.mjs';

/** Options of what makes a store. */
export const createOptions = {
  engine: { type: 'string', default: 'woocommerce' },
  plan: { type: 'string' },
  name: { type: 'string' },
  owner: { type: 'string' },
  cluster: { type: 'string' },
  keep: { type: 'boolean', default: false },
};

/** The request for a store, and the key under which asking again makes no second one. */
export function describeStore(values, defaultName) {
  const settings = readSettings(values.set);
  return {
    headers: { 'idempotency-key': `script-${randomUUID()}` },
    body: {
      engine: values.engine,
      display_name: values.name ?? defaultName,
      plan: values.plan,
      owner: values.owner,
      cluster: values.cluster,
      parameters: settings,
    },
  };
}

/** Follows a new store until it is READY. @returns the store */
export async function untilReady({ api, created, timeoutMs }) {
  const result = await followJob({
    api,
    storeId: created.store_id,
    jobId: created.queued_job_id,
    timeoutMs,
  });
  assertSucceeded(result);
  return result.store;
}

/**
 * Buys in a store as a customer, where its shop answers.
 *
 * @returns `order` in words, or `reason` why none could be placed
 */
export async function buy({ api, store }) {
  const verified = store.conditions.find(({ type }) => type === 'Verified');
  if (verified?.reason === 'SimulatedNodes') {
    return {
      reason: `the nodes are simulated, nothing answers there. ${verified.message}`,
    };
  }
  if (!knownShops.includes(store.engine)) {
    return {
      reason: `how one buys in a shop of the engine ${store.engine} is not known here; the platform's own order is above`,
    };
  }
  const readLogin = () => api.stores('GET', `stores/${store.id}/credentials`);
  return { order: await placeOrder({ store, readLogin }) };
}

/** Deletes a store and follows that to its end. @returns the receipt */
export async function removeStore({ api, id, timeoutMs }) {
  const { queued_job_id: jobId } = await api.stores('DELETE', `stores/${id}`);
  const result = await followJob({ api, storeId: id, jobId, timeoutMs });
  assertSucceeded(result);
  if (result.store.status !== 'DELETED') {
    throw new Problem(`Store ${id} is ${result.store.status} after its end.`);
  }
  return api.stores('GET', `stores/${id}/receipt`);
}
