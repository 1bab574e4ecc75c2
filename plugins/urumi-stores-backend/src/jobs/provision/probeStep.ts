import { JsonObject } from '@backstage/types';
import {
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { shopUrl } from '../../config';
import { StoreRow } from '../../database/rows';
import { readCredentialsSecret } from '../../kubernetes/credentialsSecret';
import { ClusterUnreachableError } from '../../kubernetes/errors';
import { ShopConnection } from '../../shops/ShopConnection';
import { CREDENTIALS_SECRET } from '../plan';
import {
  currentView,
  StepEnvironment,
  StoreTools,
  storeTools,
} from '../StoreTools';
import { JobStep, StepContext, StepFailedError, StepResult } from '../types';
import { PROBE_LAYERS } from './probeLayers';

/** Reason of everything that simulated nodes cannot show. */
export const SIMULATED_NODES = 'SimulatedNodes';

/** Routes and caches of an ingress controller may take a while to fill. */
const DEADLINE_MS = 120_000;
const RECHECK_MS = 500;
/** Of one run of a probe: one that takes longer would not count as waiting. */
const RUN_MS = 30_000;

/** What a probe of a running shop works with. */
export interface RunningShop {
  tools: StoreTools;
  connection: ShopConnection;
  probe: StoreProbeContext;
}

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
      try {
        const ingressAddress = findIngressAddress(tools, store);
        const limited = AbortSignal.any([signal, AbortSignal.timeout(RUN_MS)]);
        const connection = new ShopConnection({
          url: shopUrl(config, store.hostname),
          ingressAddress,
          signal: limited,
        });
        try {
          const probe = await probeContext(tools, store, connection, limited);
          return await run({ tools, connection, probe }, context);
        } catch (error) {
          throw !signal.aborted && limited.aborted ? tooSlow(name) : error;
        } finally {
          await connection.close();
        }
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
            changed: () => false,
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

function tooSlow(name: string): StoreProbeError {
  return new StoreProbeError({
    code: 'ShopTooSlow',
    message: `The probe ${name} took longer than ${
      RUN_MS / 1000
    } s; the shop has too little to run with, or waits for something`,
    retry: true,
  });
}

async function probeContext(
  { cluster }: StoreTools,
  store: StoreRow,
  connection: ShopConnection,
  signal: AbortSignal,
): Promise<StoreProbeContext> {
  const credentials = await readCredentialsSecret(cluster.client, {
    namespace: store.namespace,
    name: CREDENTIALS_SECRET,
    signal,
  });
  if (!credentials) {
    throw new StepFailedError({
      code: 'CredentialsMissing',
      message: `The Secret ${CREDENTIALS_SECRET} of namespace ${store.namespace} is gone.`,
      error_class: 'operator_fixable',
      owner: 'platform_operator',
      next_action:
        'Restore the Secret from a backup; with a new one the data of the store could not be opened.',
    });
  }
  return {
    storeId: store.id,
    url: shopUrl(cluster.config, store.hostname),
    parameters: JSON.parse(store.parameters) as JsonObject,
    credentials,
    signal,
    request: request => connection.request(request),
  };
}

/** @throws StoreProbeError, to be retried, while no controller has taken the shop's Ingress. */
function findIngressAddress(
  { cluster }: StoreTools,
  { namespace, hostname }: StoreRow,
): string {
  const address =
    cluster.config.ingressAddress ??
    currentView(cluster)
      .objects(namespace)
      .ingresses.find(({ hosts }) => hosts.includes(hostname))?.address;
  if (address === undefined) {
    throw new StoreProbeError({
      code: 'NoIngressAddress',
      message: `No ingress controller of cluster ${cluster.config.name} has given the Ingress of ${hostname} an address.`,
      retry: true,
      layer: 'ingress',
    });
  }
  return address;
}
