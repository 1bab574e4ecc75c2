import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { storeEnginesExtensionPoint } from '@urumi/backstage-plugin-urumi-stores-node';
import { join } from 'node:path';
import { findChartsDirectory } from './chartsDirectory';
import { createMedusaEngine } from './MedusaEngine';

/**
 * Module of the stores backend with the engine `medusa`.
 *
 * @public
 */
export const urumiStoresModuleMedusa = createBackendModule({
  pluginId: 'urumi-stores',
  moduleId: 'medusa',
  register(env) {
    env.registerInit({
      deps: {
        engines: storeEnginesExtensionPoint,
        rootConfig: coreServices.rootConfig,
      },
      async init({ engines, rootConfig }) {
        const config = rootConfig.getOptionalConfig('urumiStores');
        engines.addEngine(
          createMedusaEngine({
            chartDirectory:
              config?.getOptionalString('engines.medusa.chart') ??
              join(
                config?.getOptionalString('chartsDirectory') ??
                  findChartsDirectory(),
                'medusa',
              ),
          }),
        );
      },
    });
  },
});
