import { KubernetesObject } from '../../kubernetes/KubernetesObject';
import { StepEnvironment, storeTools } from '../StoreTools';
import { JobStep, StepFailedError } from '../types';
import { withRelease } from '../withRelease';
import { claimNames, findObstacle } from './findObstacle';

/**
 * Proves before anything is touched that the chart is there and takes the values, that no volume
 * would shrink and that the plan holds what the chart makes.
 */
export function checksStep(environment: StepEnvironment): JobStep {
  return {
    name: 'checks',
    async run({ store, job, signal }) {
      const tools = storeTools(environment, store);
      const { client } = tools.cluster;
      const { namespace, release_name: release } = store;
      return withRelease(environment, { store, job, tools }, async source => {
        const { chartDirectory, values } = source;
        const rendered = await tools.helm.template({
          release,
          namespace,
          chartDirectory,
          values,
          signal,
        });
        const live = new Map<string, KubernetesObject>();
        for (const name of claimNames(rendered)) {
          const claim = await client.get(
            client.objectPath('v1', 'PersistentVolumeClaim', namespace, name),
            { signal },
          );
          if (claim) {
            live.set(name, claim);
          }
        }
        const obstacle = findObstacle({
          rendered,
          live,
          plan: tools.plan,
          fixedStorageClasses: tools.cluster.facts()?.fixedStorageClasses ?? [],
        });
        if (obstacle) {
          throw new StepFailedError(obstacle);
        }
        return {
          state: 'done',
          message: `The chart makes ${rendered.length} objects, which fit plan ${store.plan}; no volume shrinks.`,
        };
      });
    },
  };
}
