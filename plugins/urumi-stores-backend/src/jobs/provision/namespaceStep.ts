import { ensureNamespace } from '../../kubernetes/ensureNamespace';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/** Makes the store's namespace, or proves that the one there is the store's. */
export function namespaceStep(environment: StepEnvironment): JobStep {
  return {
    name: 'namespace',
    async run({ store, signal, assertOwned }) {
      const { cluster } = storeTools(environment, store);
      await assertOwned();
      const { uid } = await ensureNamespace(cluster.client, {
        namespace: store.namespace,
        storeId: store.id,
        recordedUid: store.namespace_uid ?? undefined,
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
