import { callStores, createStore, storeWithStatus } from '../lib/api.mjs';
import { requestShop } from '../lib/requestShop.mjs';
import { waitUntil } from '../lib/waitUntil.mjs';

/** Creates a store of an engine and waits until it is READY. @returns the store with its details */
export async function readyStore({ engine, ...body }) {
  const { store_id: id } = await createStore({
    as: 'sana',
    engine,
    parameters: { country: 'US', currency: 'USD' },
    ...body,
  });
  const store = await storeWithStatus(id, 'READY', 'FAILED');
  if (store.status === 'FAILED') {
    throw new Error(`The ${engine} store failed: ${store.last_error}`);
  }
  return store;
}

/** Waits until a shop answers again after a restart of the node. */
export function shopAnswers({ url }) {
  return waitUntil({
    what: `${url} answers again`,
    timeoutMs: 240_000,
    async check() {
      const { status } = await requestShop(`${url}/urumi-store.json`);
      return status === 200 ? true : undefined;
    },
  });
}

/** The admin login of a store. */
export async function adminLogin(id) {
  const { body } = await callStores(`stores/${id}/credentials`, { as: 'sana' });
  return body;
}

export function condition(store, type) {
  return store.conditions.find(one => one.type === type);
}
