import { StoreProbeError } from '@urumi/backstage-plugin-urumi-stores-node';
import { ClusterUnreachableError } from '../../kubernetes/errors';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepContext, StepFailedError, StepResult } from '../types';
import { askShop, RunningShop } from './askShop';
import { PROBE_LAYERS } from './probeLayers';

/** Reason of everything that simulated nodes cannot show. */
export const SIMULATED_NODES = 'SimulatedNodes';

/** Routes and caches of an ingress controller may take a while to fill. */
const DEADLINE_MS = 120_000;
const RECHECK_MS = 500;

/**
 * A step that asks the running shop over HTTP. It is tried again, without holding a worker, until
 * the shop passes or the deadline is over. On simulated nodes it is skipped: nothing answers there.
 *
 * @param options - `omission`: what a skipped step has not done, as the start of a sentence.
 */
export function probeStep(
  environment: StepEnvironment,
  options: {
    name: string;
    omission: string;
    run(
      shop: RunningShop,
      context: StepContext,
    ): Promise<Exclude<StepResult, { state: 'waiting' }>>;
  },
): JobStep {
  const { name, omission, run } = options;
  return {
    name,
    async run(context): Promise<StepResult> {
      const { store, signal, waitedMs } = context;
      const tools = storeTools(environment, store);
      const { config, facts } = tools.cluster;
      if (facts() === undefined) {
        throw new ClusterUnreachableError(
          `The nodes of cluster '${config.name}' have not been read yet`,
        );
      }
      if (facts()?.simulatedNodes) {
        return {
          state: 'skipped',
          message: `${omission}: the nodes of cluster ${config.name} are simulated, nothing on them answers HTTP.`,
          output: { reason: SIMULATED_NODES },
        };
      }
      // Outside of the time that the shop has.
      await context.assertOwned();
      try {
        return await askShop({ name, tools, store, signal }, shop =>
          run(shop, context),
        );
      } catch (error) {
        if (!(error instanceof StoreProbeError)) {
          throw error;
        }
        const message = `${PROBE_LAYERS[error.layer].title}: ${error.message}`;
        if (error.retry && waitedMs < DEADLINE_MS) {
          return {
            state: 'waiting',
            waitingFor: 'shop',
            message,
            recheckMs: RECHECK_MS,
            deadlineMs: DEADLINE_MS,
          };
        }
        throw new StepFailedError({
          code: error.code,
          message,
          ...PROBE_LAYERS[error.layer].failure,
        });
      }
    },
  };
}
