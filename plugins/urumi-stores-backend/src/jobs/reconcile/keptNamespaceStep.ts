import { GUARDRAILS_MANAGER } from '../../kubernetes/applyGuardrails';
import {
  buildNamespace,
  STORE_RECORD_ANNOTATION,
} from '../../kubernetes/guardrails';
import { grantStoreAccess } from '../../kubernetes/storeAccess';
import { namespaceGone, namespaceReplaced } from '../namespaceFailures';
import { storeRecord } from '../provision/namespaceStep';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';

/**
 * Proves the store's namespace by its uid, as its labels may be what was changed, and brings those
 * back. One that is gone is not made anew: an empty shop in place of the old one would say that it
 * is READY.
 *
 * @param options - `keepsRecord`: of a job that has still to bring about what the record will say.
 */
export function keptNamespaceStep(
  environment: StepEnvironment,
  { keepsRecord = false } = {},
): JobStep {
  return {
    name: 'namespace',
    async run({ store, signal, assertOwned }) {
      const { client, config, platform } = storeTools(
        environment,
        store,
      ).cluster;
      const { id: storeId, namespace } = store;
      const found = await client.get(
        client.objectPath('v1', 'Namespace', undefined, namespace),
        { signal },
      );
      if (!found) {
        throw new StepFailedError(namespaceGone(store));
      }
      if (found.metadata.uid !== store.namespace_uid) {
        throw new StepFailedError(namespaceReplaced(store));
      }
      await assertOwned();
      const kept = found.metadata.annotations?.[STORE_RECORD_ANNOTATION];
      const record = (keepsRecord && kept) || storeRecord(store);
      await client.apply(
        buildNamespace({ namespace, storeId, record, platform: platform.name }),
        { signal, fieldManager: GUARDRAILS_MANAGER },
      );
      if (config.storeRole !== undefined) {
        await grantStoreAccess(client, {
          namespace,
          storeId,
          role: config.storeRole,
          signal,
        });
      }
      return {
        state: 'done',
        message: `Namespace ${namespace} is there, and its labels are as they should be.`,
      };
    },
  };
}
