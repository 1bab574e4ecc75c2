import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { NO_NAMESPACE, ownedNamespace } from './ownedNamespace';

/** Takes the shop off the ingress first, so that no customer orders from a shop that goes. */
export function closeStorefrontStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'storefront',
    async run(context) {
      const { store, signal, assertOwned } = context;
      const { client } = clusters.get(store.cluster);
      if (!(await ownedNamespace(client, context))) {
        return NO_NAMESPACE;
      }
      const { items } = await client.list(
        client.objectPath('networking.k8s.io/v1', 'Ingress', store.namespace),
        { signal },
      );
      await assertOwned();
      for (const { metadata } of items) {
        await client.delete(
          client.objectPath(
            'networking.k8s.io/v1',
            'Ingress',
            store.namespace,
            metadata.name,
          ),
          { signal },
        );
      }
      return { state: 'done', message: 'The shop takes no visitors any more.' };
    },
  };
}
