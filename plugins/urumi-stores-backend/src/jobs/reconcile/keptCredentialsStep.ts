import { readCredentialsSecret } from '../../kubernetes/credentialsSecret';
import { CREDENTIALS_SECRET } from '../plan';
import { credentialsMissing } from '../provision/askShop';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';

/** Proves that the passwords are there. New ones would not open the data. */
export function keptCredentialsStep(environment: StepEnvironment): JobStep {
  return {
    name: 'credentials',
    async run({ store, signal }) {
      const { cluster } = storeTools(environment, store);
      const credentials = await readCredentialsSecret(cluster.client, {
        namespace: store.namespace,
        name: CREDENTIALS_SECRET,
        signal,
      });
      if (!credentials) {
        throw new StepFailedError(credentialsMissing(store));
      }
      return {
        state: 'done',
        message: `Secret ${CREDENTIALS_SECRET} holds the passwords.`,
      };
    },
  };
}
