import { ensureNamespace } from '../../kubernetes/ensureNamespace';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/** Makes the store's namespace, or proves that the one there is the store's. */
export function namespaceStep(environment: StepEnvironment): JobStep {
  return {
    name: 'namespace',
    async run({ store, signal, write, assertOwned }) {
      const { cluster } = storeTools(environment, store);
      const path = cluster.client.objectPath(
        'v1',
        'Namespace',
        undefined,
        store.namespace,
      );
      const isGone = !(await cluster.client.get(path, { signal }));
      if (isGone && store.namespace_uid !== null) {
        // Somebody removed it. The one that is made now has another uid.
        await write({ change: { namespaceUid: null } });
      }
      await assertOwned();
      const { uid } = await ensureNamespace(cluster.client, {
        namespace: store.namespace,
        storeId: store.id,
        recordedUid: isGone ? undefined : store.namespace_uid ?? undefined,
        signal,
      });
      return {
        state: 'done',
        message: `Namespace ${store.namespace} is there.`,
        output: { uid },
        change: { namespaceUid: uid },
      };
    },
  };
}
