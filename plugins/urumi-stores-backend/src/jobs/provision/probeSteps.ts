import { ClusterUnreachableError } from '../../kubernetes/errors';
import { JobStep, StepFailedError, StepResult } from '../types';
import { StepEnvironment, storeTools } from '../StoreTools';

/** Reason of everything that simulated nodes cannot show. */
export const SIMULATED_NODES = 'SimulatedNodes';

/** Asks the shop over HTTP whether it is this store. */
export function storefrontStep(environment: StepEnvironment): JobStep {
  return probeStep(environment, 'storefront', 'The shop was not opened');
}

/** Places an order and finds it again. */
export function checkoutStep(environment: StepEnvironment): JobStep {
  return probeStep(environment, 'checkout', 'No order was placed');
}

function probeStep(
  environment: StepEnvironment,
  name: string,
  omission: string,
): JobStep {
  return {
    name,
    async run({ store }): Promise<StepResult> {
      const { cluster, engine } = storeTools(environment, store);
      const facts = cluster.facts();
      if (!facts) {
        throw new ClusterUnreachableError(
          `The nodes of cluster '${cluster.config.name}' have not been read yet`,
        );
      }
      if (facts.simulatedNodes) {
        return {
          state: 'skipped',
          message: `${omission}: the nodes of cluster ${cluster.config.name} are simulated, nothing on them answers HTTP.`,
          output: { reason: SIMULATED_NODES },
        };
      }
      throw new StepFailedError({
        code: 'EngineCannotProbe',
        message: `The engine ${engine.title} has no ${name} probe, so nobody knows whether the store sells.`,
        error_class: 'operator_fixable',
        owner: 'platform_operator',
        next_action:
          'Use a cluster with simulated nodes, or a version of the engine that can probe its stores.',
      });
    },
  };
}
