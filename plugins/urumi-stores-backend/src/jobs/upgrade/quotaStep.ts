import { applyGuardrails } from '../../kubernetes/applyGuardrails';
import { guardrailOptions } from '../storeGuardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/** Takes back the room that the pods of two plans beside each other have needed. */
export function quotaStep(environment: StepEnvironment): JobStep {
  return {
    name: 'quota',
    async run({ store, signal, assertOwned }) {
      const tools = storeTools(environment, store);
      await assertOwned();
      await applyGuardrails(tools.cluster.client, {
        ...guardrailOptions(store, tools, environment.pullSecrets),
        signal,
      });
      return {
        state: 'done',
        message: `Quota and limits are those of plan ${store.plan}.`,
      };
    },
  };
}
