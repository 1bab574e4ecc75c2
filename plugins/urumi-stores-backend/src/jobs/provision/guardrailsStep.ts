import { applyGuardrails } from '../../kubernetes/guardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';
import { guardrailObjects } from './guardrailObjects';

/** Puts the guardrails into the namespace before anything runs there. */
export function guardrailsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'guardrails',
    async run({ store, signal, assertOwned }) {
      const { cluster, engine, plan } = storeTools(environment, store);
      const objects = guardrailObjects(store, engine, plan, cluster.config);
      await assertOwned();
      await applyGuardrails(cluster.client, { objects, signal });
      return {
        state: 'done',
        message: `${objects.length} guardrails are in force.`,
      };
    },
  };
}
