import { provenConditions } from '../../conditions/provenConditions';
import {
  progressing,
  settled,
  withConditions,
} from '../../conditions/storeConditions';
import { shopUrl } from '../../config';
import { jitterMs } from '../backoff';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobHandler } from '../types';
import { checkoutStep } from './checkoutStep';
import { credentialsStep } from './credentialsStep';
import { guardrailsStep } from './guardrailsStep';
import { namespaceStep } from './namespaceStep';
import { SIMULATED_NODES } from './probeStep';
import { releaseStep } from './releaseStep';
import { isolatedCondition, storefrontStep } from './storefrontStep';
import { workloadsStep } from './workloadsStep';

/**
 * Makes a store, up to READY.
 *
 * @param options - `healthIntervalMs`: time between two looks at a READY store.
 */
export function provisionHandler(
  environment: StepEnvironment,
  { healthIntervalMs }: { healthIntervalMs: number },
): JobHandler {
  return {
    action: 'PROVISION',
    steps: [
      namespaceStep(environment),
      guardrailsStep(environment),
      credentialsStep(environment),
      releaseStep(environment),
      workloadsStep(environment),
      storefrontStep(environment),
      checkoutStep(environment),
    ],
    started: store => ({
      change: {
        status: 'PROVISIONING',
        conditions: withConditions(
          JSON.parse(store.conditions),
          [progressing('Installing', 'The store is being installed.')],
          Number(store.updated_at),
        ),
      },
      event: {
        type: 'install_started',
        message: `The installation in cluster ${store.cluster} has started.`,
      },
    }),
    succeeded: (store, outputOf) => {
      const { cluster } = storeTools(environment, store);
      const url = shopUrl(cluster.config, store.hostname);
      const simulated = outputOf('checkout')?.reason === SIMULATED_NODES;
      return {
        change: {
          status: 'READY',
          // What a look would find was just proven.
          lookInMs: jitterMs(healthIntervalMs),
          url,
          failure: null,
          stamp: 'ready_at',
          conditions: withConditions(
            JSON.parse(store.conditions),
            [
              ...provenConditions(
                outputOf('checkout'),
                isolatedCondition(outputOf('storefront')),
                SIMULATED_NODES,
              ),
              settled('Installed', 'Nothing is under way.'),
            ],
            Number(store.updated_at),
          ),
        },
        event: {
          type: 'ready',
          message: simulated
            ? `The store is ready on simulated nodes at ${url}; no order could be placed.`
            : `The store is ready at ${url}.`,
          data: { url, verified: !simulated },
        },
      };
    },
  };
}
