import { applyGuardrails } from '../../kubernetes/applyGuardrails';
import { digestGuardrails } from '../../kubernetes/digestGuardrails';
import { findPlan } from '../../engines/EngineRegistry';
import { readPayload } from '../jobInput';
import { guardrailOptions, storeGuardrails } from '../storeGuardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';
import { widestPlan } from '../widestPlan';

/**
 * Puts the guardrails into the namespace before anything runs there. While a store goes from one
 * plan to another they hold the pods of both.
 */
export function guardrailsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'guardrails',
    async run({ store, job, signal, assertOwned }) {
      const tools = storeTools(environment, store);
      const { cluster, engine, plan } = tools;
      const beside = (readPayload(job)?.plans ?? []).flatMap(
        name => findPlan(engine, name) ?? [],
      );
      const options = guardrailOptions(store, tools, environment.pullSecrets);
      await applyGuardrails(cluster.client, {
        ...options,
        plan: widestPlan([plan, ...beside]),
        signal,
        beforeChange: assertOwned,
      });
      return {
        state: 'done',
        message: 'Quota, limits and network policies are in force.',
        output: { guardrails: digestGuardrails(storeGuardrails(options)) },
      };
    },
  };
}
