import { ensureCredentialsSecret } from '../../kubernetes/credentialsSecret';
import { storeLabels } from '../../kubernetes/guardrails';
import { CREDENTIALS_SECRET } from '../plan';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep } from '../types';

/** Makes the store's passwords once; a Secret that is there is kept, as the data knows it. */
export function credentialsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'credentials',
    async run({ store, signal, assertOwned }) {
      const { cluster, engine } = storeTools(environment, store);
      await ensureCredentialsSecret(cluster.client, {
        namespace: store.namespace,
        name: CREDENTIALS_SECRET,
        labels: storeLabels(store.id),
        generate: () => engine.credentials.generate(),
        signal,
        beforeChange: assertOwned,
      });
      return {
        state: 'done',
        message: `Secret ${CREDENTIALS_SECRET} holds the passwords.`,
      };
    },
  };
}
