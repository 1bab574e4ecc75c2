import { removeNamespace } from '../../kubernetes/removeNamespace';
import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { NO_NAMESPACE, ownedNamespace } from './ownedNamespace';

/** Notes the volumes that go with the namespace, then asks for its deletion. */
export function removeNamespaceStep({ clusters }: StepEnvironment): JobStep {
  return {
    name: 'namespace',
    async run(context) {
      const { store, signal, previous, assertOwned } = context;
      const cluster = clusters.get(store.cluster);
      const { client, platform } = cluster;
      if (!(await ownedNamespace(cluster, context))) {
        return { ...NO_NAMESPACE, output: previous ?? {} };
      }
      const { items } = await client.list(
        client.objectPath('v1', 'PersistentVolumeClaim', store.namespace),
        { signal },
      );
      const noted = Array.isArray(previous?.volumes) ? previous.volumes : [];
      const bound = items.flatMap(({ spec }) => {
        const { volumeName } = spec as { volumeName?: string };
        return volumeName === undefined ? [] : [volumeName];
      });
      const volumes = [...new Set([...noted, ...bound])];
      await assertOwned();
      await removeNamespace(client, {
        namespace: store.namespace,
        storeId: store.id,
        recordedUid: store.namespace_uid ?? undefined,
        platform,
        signal,
      });
      return {
        state: 'done',
        message: `The deletion of namespace ${store.namespace} was asked for.`,
        output: { volumes },
      };
    },
  };
}
