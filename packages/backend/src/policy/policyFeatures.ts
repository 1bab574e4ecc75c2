import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { storesPolicyModule } from './storesPolicyModule';

/** The permission policy for organisations without one of their own: there with `urumiPolicy`. */
export const policyFeatures = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  loader({ config }) {
    return config.has('urumiPolicy') ? [storesPolicyModule] : [];
  },
});
