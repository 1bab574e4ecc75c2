import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { createCreateStoreAction } from './actions/createCreateStoreAction';
import { createDeleteStoreAction } from './actions/createDeleteStoreAction';
import { createUpgradeStoreAction } from './actions/createUpgradeStoreAction';
import { createWaitForStoreAction } from './actions/createWaitForStoreAction';

/**
 * Scaffolder module with the actions `urumi:store:create`, `urumi:store:wait`, `urumi:store:upgrade`
 * and `urumi:store:delete`.
 *
 * @public
 */
export const scaffolderModuleUrumiStores = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'urumi-stores',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        stores: urumiStoresServiceRef,
      },
      async init({ actions, stores }) {
        actions.addActions(
          createCreateStoreAction({ stores }),
          createWaitForStoreAction({ stores }),
          createUpgradeStoreAction({ stores }),
          createDeleteStoreAction({ stores }),
        );
      },
    });
  },
});
