import { applyGuardrails } from '../../kubernetes/applyGuardrails';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/** Puts the guardrails into the namespace before anything runs there. */
export function guardrailsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'guardrails',
    async run({ store, signal, assertOwned }) {
      const { cluster, engine, plan } = storeTools(environment, store);
      await assertOwned();
      await applyGuardrails(cluster.client, {
        namespace: store.namespace,
        storeId: store.id,
        engine,
        plan,
        ingressNamespace: cluster.config.ingressNamespace,
        dnsNamespace: cluster.config.dnsNamespace,
        pullSecrets: environment.pullSecrets,
        signal,
      });
      return {
        state: 'done',
        message: 'Quota, limits and network policies are in force.',
      };
    },
  };
}
