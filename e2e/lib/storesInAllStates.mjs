import {
  callStores,
  createStore,
  removeStore,
  storeWithStatus,
} from './api.mjs';
import { breakWebPods, mendWebPods } from './simulatedCluster.mjs';
import { waitUntil } from './waitUntil.mjs';

/**
 * Makes a store in each state in which people meet one: `ready`, `progress` (waits for pods that never come), `failed`
 * and `deleted`, and some more for the list.
 *
 * @returns the stores by state, and `remove`, which deletes them all
 */
export async function storesInAllStates() {
  const made = [];
  const make = async (display_name, as = 'sana', more = {}) => {
    const { store_id } = await createStore({ as, display_name, ...more });
    made.push(store_id);
    return store_id;
  };
  const remove = async () => {
    await mendWebPods();
    await Promise.all(made.map(removeStore));
  };
  try {
    const deleted = await make('Pop-up at the fair');
    await Promise.all(
      [
        deleted,
        await make('Winter clearance', 'marco'),
        await make('Wholesale', 'sana', { engine: 'medusa' }),
      ].map(id => storeWithStatus(id, 'READY')),
    );
    await removeStore(deleted);
    await breakWebPods('image-pull');
    const failed = await storeWithStatus(await make('Wine club'), 'FAILED');
    await mendWebPods();
    const ready = await storeWithStatus(await make('Summer sale'), 'READY');
    await breakWebPods('never-ready');
    const progress = await waitingStore(await make('Book corner'));
    await mendWebPods();
    const { body } = await callStores(`stores/${deleted}`);
    return { stores: { ready, progress, failed, deleted: body }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The store once it waits for its pods. */
function waitingStore(id) {
  return waitUntil({
    what: `Store ${id} waits for its pods`,
    async check() {
      const { body } = await callStores(`stores/${id}`);
      const waits = body.steps.some(
        ({ name, state }) => name === 'workloads' && state === 'waiting',
      );
      return waits ? body : undefined;
    },
  });
}
