import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { decideOnStores } from './decideOnStores';

/** Makes {@link decideOnStores} the policy of the permission backend. */
export const storesPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'urumi-stores-policy',
  register(env) {
    env.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint },
      async init({ config, policy }) {
        const names = config.getConfig('urumiPolicy');
        // As people's ownership is told: whole and in small letters.
        const readRefs = (key: string) =>
          (names.getOptionalStringArray(key) ?? []).map(ref =>
            stringifyEntityRef(parseEntityRef(ref)),
          );
        const roles = {
          operators: readRefs('operators'),
          auditors: readRefs('auditors'),
        };
        policy.setPolicy({
          handle: async ({ permission }, user) =>
            decideOnStores(permission, user, roles) ?? {
              // Everything else is as in a new Backstage: people may, nobody else does.
              result: user ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
            },
        });
      },
    });
  },
});
