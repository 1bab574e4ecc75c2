import {
  progressing,
  settled,
  withConditions,
} from '../../conditions/storeConditions';
import { guardrailsStep } from '../provision/guardrailsStep';
import { releaseStep } from '../provision/releaseStep';
import { isolatedCondition, storefrontStep } from '../provision/storefrontStep';
import { workloadsStep } from '../provision/workloadsStep';
import { StepEnvironment } from '../StoreTools';
import { JobHandler } from '../types';
import { keptCredentialsStep } from './keptCredentialsStep';
import { keptNamespaceStep } from './keptNamespaceStep';

/**
 * Brings a READY store back to what was applied: its guardrails and its release, over whatever
 * others have changed. The store stays READY all the time.
 */
export function reconcileHandler(environment: StepEnvironment): JobHandler {
  return {
    action: 'RECONCILE',
    steps: [
      keptNamespaceStep(environment),
      guardrailsStep(environment),
      keptCredentialsStep(environment),
      releaseStep(environment),
      workloadsStep(environment),
      storefrontStep(environment),
    ],
    started: store => ({
      change: {
        conditions: withConditions(
          JSON.parse(store.conditions),
          [
            progressing(
              'Reconciling',
              'The store is being brought back to what was applied.',
            ),
          ],
          Number(store.updated_at),
        ),
      },
      event: {
        type: 'reconcile.started',
        message:
          'Guardrails and release are applied again, over what others have changed.',
      },
    }),
    succeeded: (store, outputOf) => {
      const isolated = isolatedCondition(outputOf('storefront'));
      return {
        change: {
          // As it is; whether anything is still astray, the look says that is due with it.
          status: 'READY',
          conditions: withConditions(
            JSON.parse(store.conditions),
            [
              ...(isolated ? [isolated] : []),
              settled('Reconciled', 'Nothing is under way.'),
            ],
            Number(store.updated_at),
          ),
        },
        event: {
          type: 'reconcile.finished',
          message: 'Guardrails and release are as they were applied.',
        },
      };
    },
  };
}
