import { CreateStoreRequest } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../../database/rows';
import { ensureNamespace } from '../../kubernetes/ensureNamespace';
import { grantStoreAccess } from '../../kubernetes/storeAccess';
import { isAdopted } from '../jobInput';
import { namespaceGone } from '../namespaceFailures';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';

/** What would be asked for to get the same store again, for the day on which its row is lost. */
export function storeRecord(store: StoreRow): string {
  return JSON.stringify({
    engine: store.engine,
    display_name: store.display_name,
    plan: store.plan,
    owner: store.owner_ref,
    hostname: store.hostname,
    parameters: JSON.parse(store.parameters),
  } satisfies Record<keyof Omit<CreateStoreRequest, 'cluster' | 'cluster_labels'>, unknown>);
}

/** Makes the store's namespace, or proves that the one there is the store's. */
export function namespaceStep(environment: StepEnvironment): JobStep {
  return {
    name: 'namespace',
    async run({ store, job, signal, write, assertOwned }) {
      const { cluster } = storeTools(environment, store);
      const path = cluster.client.objectPath(
        'v1',
        'Namespace',
        undefined,
        store.namespace,
      );
      const seen = await cluster.client.get(path, { signal });
      const isGone = !seen;
      if (isGone && isAdopted(job)) {
        throw new StepFailedError(namespaceGone(store));
      }
      if (isGone && store.namespace_uid !== null) {
        // Somebody removed it. The one that is made now has another uid.
        await write({ change: { namespaceUid: null } });
      }
      await assertOwned();
      const { uid } = await ensureNamespace(cluster.client, {
        namespace: store.namespace,
        storeId: store.id,
        record: storeRecord(store),
        platform: cluster.platform,
        seen: { namespace: seen },
        recordedUid: isGone ? undefined : store.namespace_uid ?? undefined,
        signal,
      });
      const role = cluster.config.storeRole;
      if (role !== undefined) {
        await grantStoreAccess(cluster.client, {
          namespace: store.namespace,
          storeId: store.id,
          role,
          signal,
        });
      }
      return {
        state: 'done',
        message: `Namespace ${store.namespace} is there.`,
        output: { uid },
        change: { namespaceUid: uid },
      };
    },
  };
}
