import { addMissingCredentials } from '../../kubernetes/credentialsSecret';
import { CREDENTIALS_SECRET } from '../plan';
import { credentialsMissing } from '../provision/askShop';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';

/**
 * Proves that the passwords are there, and makes those that a newer version of the engine wants
 * besides. What is there is kept: new passwords would not open the data.
 */
export function completedCredentialsStep(
  environment: StepEnvironment,
): JobStep {
  return {
    name: 'credentials',
    async run({ store, signal, assertOwned }) {
      const { cluster, engine } = storeTools(environment, store);
      const added = await addMissingCredentials(cluster.client, {
        namespace: store.namespace,
        name: CREDENTIALS_SECRET,
        generate: () => engine.credentials.generate(),
        signal,
        beforeChange: assertOwned,
      });
      if (!added) {
        throw new StepFailedError(credentialsMissing(store));
      }
      return {
        state: 'done',
        message:
          added.length === 0
            ? `Secret ${CREDENTIALS_SECRET} holds the passwords.`
            : `Secret ${CREDENTIALS_SECRET} has got the keys ${added.join(
                ', ',
              )}; the others are as they were.`,
      };
    },
  };
}
