import { provenConditions } from '../../conditions/provenConditions';
import {
  progressing,
  settled,
  withConditions,
} from '../../conditions/storeConditions';
import { checkoutStep } from '../provision/checkoutStep';
import { guardrailsStep } from '../provision/guardrailsStep';
import { SIMULATED_NODES } from '../provision/probeStep';
import { releaseStep } from '../provision/releaseStep';
import { isolatedCondition, storefrontStep } from '../provision/storefrontStep';
import { workloadsStep } from '../provision/workloadsStep';
import { keptCredentialsStep } from '../reconcile/keptCredentialsStep';
import { keptNamespaceStep } from '../reconcile/keptNamespaceStep';
import { StepEnvironment } from '../StoreTools';
import { JobHandler } from '../types';
import { checksStep } from './checksStep';
import { quotaStep } from './quotaStep';
import { takingRoomBack } from './takingRoomBack';

const WORDS = {
  UPGRADE: {
    event: 'upgrade',
    reason: 'Upgrading',
    begun: 'The store is being upgraded.',
    done: 'Upgraded',
    ended: 'The store is upgraded',
  },
  ROLLBACK: {
    event: 'rollback',
    reason: 'RollingBack',
    begun: 'The store is being rolled back.',
    done: 'RolledBack',
    ended: 'The store is rolled back',
  },
};

/**
 * Takes a READY store to other values, another plan or another chart, forth or back, and has an order
 * placed in it. The store stays READY all the time; `Progressing` says what goes on.
 */
export function changeHandler(
  environment: StepEnvironment,
  action: 'UPGRADE' | 'ROLLBACK',
): JobHandler {
  const words = WORDS[action];
  return {
    action,
    steps: [
      keptNamespaceStep(environment, { keepsRecord: true }),
      checksStep(environment),
      guardrailsStep(environment),
      keptCredentialsStep(environment),
      ...[
        releaseStep(environment),
        workloadsStep(environment),
        storefrontStep(environment),
        checkoutStep(environment),
      ].map(step => takingRoomBack(environment, step)),
      quotaStep(environment),
    ],
    started: store => ({
      change: {
        conditions: withConditions(
          JSON.parse(store.conditions),
          [progressing(words.reason, words.begun)],
          Number(store.updated_at),
        ),
      },
      event: { type: `${words.event}.started`, message: words.begun },
    }),
    succeeded: (store, outputOf) => {
      const checkout = outputOf('checkout');
      const verified = checkout?.reason !== SIMULATED_NODES;
      return {
        change: {
          // As it is; the look that is due with it says what the store is like.
          status: 'READY',
          conditions: withConditions(
            JSON.parse(store.conditions),
            [
              ...provenConditions(
                checkout,
                isolatedCondition(outputOf('storefront')),
                SIMULATED_NODES,
              ),
              settled(words.done, 'Nothing is under way.'),
            ],
            Number(store.updated_at),
          ),
        },
        event: {
          type: `${words.event}.finished`,
          message: `${words.ended}: plan ${store.plan}, Helm revision ${
            outputOf('release')?.revision
          }.${verified ? '' : ' No order could be placed on simulated nodes.'}`,
          data: { revision: outputOf('release')?.revision ?? null, verified },
        },
      };
    },
  };
}
