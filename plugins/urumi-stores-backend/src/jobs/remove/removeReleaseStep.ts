import { removeRelease } from '../../helm/removeRelease';
import { StepEnvironment } from '../StoreTools';
import { JobStep } from '../types';
import { NO_NAMESPACE, ownedNamespace } from './ownedNamespace';

/** Uninstalls the Helm release, until the cluster knows no revision of it. */
export function removeReleaseStep(environment: StepEnvironment): JobStep {
  return {
    name: 'release',
    async run(context) {
      const { store, signal, assertOwned } = context;
      const { client } = environment.clusters.get(store.cluster);
      if (!(await ownedNamespace(client, context))) {
        return NO_NAMESPACE;
      }
      await removeRelease({
        helm: environment.helm,
        client,
        release: store.release_name,
        namespace: store.namespace,
        assertOwned,
        signal,
      });
      return {
        state: 'done',
        message: `Helm release ${store.release_name} is uninstalled.`,
      };
    },
  };
}
