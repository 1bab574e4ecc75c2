import {
  coreServices,
  createBackendFeatureLoader,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { DemoPermissionPolicy } from '../demo/DemoPermissionPolicy';

const teamPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'urumi-team-policy',
  register(env) {
    env.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint },
      async init({ config, policy }) {
        const operators = config.getStringArray('urumiTeams.operators');
        for (const ref of operators) {
          if (!['group', 'user'].includes(kindOf(ref))) {
            throw new InputError(
              `urumiTeams.operators has '${ref}'; write it as group:<namespace>/<name> or user:<namespace>/<name>`,
            );
          }
        }
        policy.setPolicy(new DemoPermissionPolicy(operators));
      },
    });
  },
});

function kindOf(ref: string): string {
  try {
    return parseEntityRef(ref).kind;
  } catch {
    return '';
  }
}

/**
 * The permission policy of teams that own stores, for organisations whose people sign in by themselves. There is nothing of it
 * unless `urumiTeams` is configured; the demo organisation brings the same policy along.
 */
export const teamFeatures = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  loader({ config }) {
    return config.has('urumiTeams') && !config.has('urumiDemo.people')
      ? [teamPolicyModule]
      : [];
  },
});
