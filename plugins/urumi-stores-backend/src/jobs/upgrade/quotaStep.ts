import {
  applyGuardrails,
  GUARDRAILS_MANAGER,
} from '../../kubernetes/applyGuardrails';
import { buildNamespace } from '../../kubernetes/guardrails';
import { storeRecord } from '../provision/namespaceStep';
import { guardrailOptions } from '../storeGuardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/**
 * Takes back the room that the pods of two plans beside each other have needed, and writes into the
 * namespace what the store is now.
 */
export function quotaStep(environment: StepEnvironment): JobStep {
  return {
    name: 'quota',
    async run({ store, signal, assertOwned }) {
      const tools = storeTools(environment, store);
      const { id: storeId, namespace } = store;
      await assertOwned();
      await tools.cluster.client.apply(
        buildNamespace({
          namespace,
          storeId,
          record: storeRecord(store),
          platform: tools.cluster.platform.name,
        }),
        { signal, fieldManager: GUARDRAILS_MANAGER },
      );
      await applyGuardrails(tools.cluster.client, {
        ...guardrailOptions(store, tools, environment.pullSecrets),
        signal,
        beforeChange: assertOwned,
      });
      return {
        state: 'done',
        message: `Quota and limits are those of plan ${store.plan}.`,
      };
    },
  };
}
