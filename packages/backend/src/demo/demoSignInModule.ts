import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { DemoPerson, readDemoPeople } from './readDemoPeople';

/** Header in which the sign-in page names the person. */
export const DEMO_USER_HEADER = 'x-urumi-demo-user';

/**
 * Auth provider `demo`: signs in as any of the configured people, by name and without a password.
 */
export const demoSignInModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'urumi-demo-provider',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const people = readDemoPeople(config);
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator(people),
            async signInResolver({ result }, context) {
              return context.signInWithCatalogUser({
                entityRef: result.userEntityRef,
              });
            },
          }),
        });
        logger.warn(
          `Demo sign-in is on: whoever reaches this backend can be any of ${people
            .map(({ name }) => name)
            .join(', ')}. Remove urumiDemo from the configuration to end it.`,
        );
      },
    });
  },
});

function demoAuthenticator(people: DemoPerson[]) {
  return createProxyAuthenticator({
    async defaultProfileTransform(person: DemoPerson) {
      return { profile: { displayName: person.title } };
    },
    initialize() {},
    async authenticate({ req }) {
      const name = req.header(DEMO_USER_HEADER);
      const person = people.find(candidate => candidate.name === name);
      if (!person) {
        throw new AuthenticationError(
          `Header ${DEMO_USER_HEADER} names nobody of the demo organisation; it must be one of ${people
            .map(candidate => candidate.name)
            .join(', ')}`,
        );
      }
      return { result: person };
    },
  });
}
