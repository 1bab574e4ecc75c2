import { JsonObject } from '@backstage/types';
import { StoreProbeError } from '@urumi/backstage-plugin-urumi-stores-node';
import { ConditionValue } from '../../conditions/storeConditions';
import { StoreRow } from '../../database/rows';
import { connectionTargets } from '../../shops/connectionTargets';
import { judgeIsolation } from '../../shops/judgeIsolation';
import { currentView, StepEnvironment } from '../StoreTools';
import { JobStep, StepContext } from '../types';
import { probeStep, RunningShop } from './probeStep';

/**
 * Asks the shop over HTTP whether it is this store, and has one of its pods try what must not be
 * reachable from there.
 */
export function storefrontStep(environment: StepEnvironment): JobStep {
  return probeStep(environment, {
    name: 'storefront',
    omission: 'The shop was not opened',
    async run(shop, context) {
      await shop.tools.engine.probe.storefront(shop.probe);
      const isolated = await measureIsolation(environment, shop, context);
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

async function measureIsolation(
  environment: StepEnvironment,
  { tools, probe }: RunningShop,
  { store, write }: StepContext,
): Promise<ConditionValue> {
  const facts = tools.cluster.facts();
  const neighbour = findNeighbour(environment, tools.cluster, store);
  const targets = facts ? connectionTargets({ facts, neighbour }) : [];
  let connected: Set<string>;
  try {
    const attempts = await tools.engine.probe.connect(
      probe,
      targets.map(({ name, host, port }) => ({ name, host, port })),
    );
    connected = new Set(
      attempts.flatMap(attempt => (attempt.connected ? attempt.name : [])),
    );
  } catch (error) {
    if (!(error instanceof StoreProbeError)) {
      throw error;
    }
    return {
      type: 'Isolated',
      state: 'unknown',
      reason: 'NotMeasured',
      message: `The shop could not try any connection: ${error.message}`,
    };
  }
  const verdict = judgeIsolation({
    targets,
    connected,
    withNeighbour: neighbour !== undefined,
  });
  await write({
    event: {
      type: 'probe.isolation_measured',
      level: verdict.state === 'true' ? 'info' : 'warning',
      message: verdict.message,
      data: {
        attempts: targets.map(({ name, expected }) => ({
          name,
          expected,
          connected: connected.has(name),
        })),
      },
    },
  });
  return verdict;
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
