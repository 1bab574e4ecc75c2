import { removeRelease } from '../../helm/removeRelease';
import { ClassifiedError } from '../../kubernetes/errors';
import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { nothingToEnter } from './ownedNamespace';

/** Uninstalls the Helm release, until the cluster knows no revision of it. */
export function removeReleaseStep(environment: StepEnvironment): JobStep {
  return {
    name: 'release',
    async run(context) {
      const { store, signal, assertOwned } = context;
      const cluster = environment.clusters.get(store.cluster);
      const { client } = cluster;
      const nothing = await nothingToEnter(cluster, context);
      if (nothing) {
        return nothing;
      }
      try {
        await removeRelease({
          helm: environment.helm,
          client,
          release: store.release_name,
          namespace: store.namespace,
          assertOwned,
          signal,
        });
      } catch (error) {
        if (
          !(error instanceof ClassifiedError) ||
          error.classification.infrastructure
        ) {
          throw error;
        }
        // All that a release has is in its namespace, whose end is proven later.
        return {
          state: 'done',
          message: `Helm could not uninstall release ${store.release_name}, which goes with its namespace: ${error.message}`,
        };
      }
      return {
        state: 'done',
        message: `Helm release ${store.release_name} is uninstalled.`,
      };
    },
  };
}
