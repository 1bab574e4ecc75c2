import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { nothingToEnter } from './ownedNamespace';

/** Takes the shop off the ingress first, so that no customer orders from a shop that goes. */
export function closeStorefrontStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'storefront',
    async run(context) {
      const { store, signal, assertOwned } = context;
      const cluster = clusters.get(store.cluster);
      const { client } = cluster;
      const nothing = await nothingToEnter(cluster, context);
      if (nothing) {
        return nothing;
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
