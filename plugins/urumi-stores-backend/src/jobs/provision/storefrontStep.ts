import { JsonObject } from '@backstage/types';
import { StoreProbeError } from '@urumi/backstage-plugin-urumi-stores-node';
import { ConditionValue } from '../../conditions/storeConditions';
import { StoreRow } from '../../database/rows';
import { connectionTargets } from '../../shops/connectionTargets';
import { judgeIsolation } from '../../shops/judgeIsolation';
import { currentView, StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { RunningShop } from './askShop';
import { probeStep } from './probeStep';

/**
 * Asks the shop over HTTP whether it is this store, and has one of its pods try what must not be
 * reachable from there.
 */
export function storefrontStep(environment: StepEnvironment): JobStep {
  return probeStep(environment, {
    name: 'storefront',
    omission: 'The shop was not opened',
    async run(shop, context) {
      // The shop renders its first page meanwhile. Only this store's pod takes the signed request.
      const [measured] = await Promise.all([
        measureIsolation(environment, shop, context.store),
        shop.tools.engine.probe.storefront(shop.probe),
      ]);
      const { isolated, attempts } = measured;
      await context.write({
        event: {
          type: 'probe.isolation_measured',
          level: isolated.state === 'true' ? 'info' : 'warning',
          message: isolated.message,
          data: { attempts },
        },
      });
      return {
        state: 'done',
        message: 'The shop answers, and it is this store.',
        output: { isolated: { ...isolated } },
      };
    },
  });
}

/** What the last measurement says; undefined when there was none. */
export function isolatedCondition(
  output: JsonObject | undefined,
): ConditionValue | undefined {
  return output?.isolated as unknown as ConditionValue | undefined;
}

/** What came of the connections, and what that means. */
interface Measurement {
  isolated: ConditionValue;
  attempts: JsonObject[];
}

async function measureIsolation(
  environment: StepEnvironment,
  { tools, probe }: RunningShop,
  store: StoreRow,
): Promise<Measurement> {
  const facts = tools.cluster.facts();
  const neighbour = findNeighbour(environment, tools.cluster, store);
  const targets = facts ? connectionTargets({ facts, neighbour }) : [];
  try {
    const attempts = await tools.engine.probe.connect(
      probe,
      targets.map(({ name, host, port }) => ({ name, host, port })),
    );
    const connected = new Set(
      attempts.flatMap(attempt => (attempt.connected ? attempt.name : [])),
    );
    return {
      isolated: judgeIsolation({
        targets,
        connected,
        withNeighbour: neighbour !== undefined,
      }),
      attempts: targets.map(({ name, expected }) => ({
        name,
        expected,
        connected: connected.has(name),
      })),
    };
  } catch (error) {
    // What may work a moment later is measured then.
    if (!(error instanceof StoreProbeError) || error.retry) {
      throw error;
    }
    return {
      isolated: {
        type: 'Isolated',
        state: 'unknown',
        reason: 'NotMeasured',
        message: `The shop could not try any connection: ${error.message}`,
      },
      attempts: [],
    };
  }
}

/** Another store of the cluster with a running pod. */
function findNeighbour(
  environment: StepEnvironment,
  cluster: RunningShop['tools']['cluster'],
  store: StoreRow,
) {
  const view = currentView(cluster);
  for (const namespace of view.populatedNamespaces()) {
    if (namespace !== store.namespace) {
      const objects = view.objects(namespace);
      if (objects.pods.some(({ ready, ip }) => ready && ip)) {
        const network = environment.engines
          .list()
          .find(({ engine }) => runs(engine.components, objects.pods))
          ?.engine.network;
        return { objects, network };
      }
    }
  }
  return undefined;
}

function runs(
  components: { podLabels: Record<string, string> }[],
  pods: { labels: Record<string, string> }[],
): boolean {
  return components.some(({ podLabels }) =>
    pods.some(({ labels }) =>
      Object.entries(podLabels).every(([key, value]) => labels[key] === value),
    ),
  );
}
