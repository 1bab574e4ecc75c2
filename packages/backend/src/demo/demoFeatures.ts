import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { demoPermissionPolicyModule } from './demoPermissionPolicyModule';
import { demoSignInModule } from './demoSignInModule';

/**
 * Sign-in without a password and the permission policy of the demo organisation. There is
 * nothing of either unless `urumiDemo.people` is configured.
 */
export const demoFeatures = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  loader({ config }) {
    return config.has('urumiDemo.people')
      ? [demoSignInModule, demoPermissionPolicyModule]
      : [];
  },
});
