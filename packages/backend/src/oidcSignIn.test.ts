import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import oidcModule from '@backstage/plugin-auth-backend-module-oidc-provider';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import request from 'supertest';
import policyFeatures from './policy';

/** An identity provider, as far as its discovery document. */
async function startIssuer() {
  const server: Server = createServer((_, response) => {
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        userinfo_endpoint: `${issuer}/userinfo`,
      }),
    );
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

async function startBackend(data: object) {
  return startTestBackend({
    features: [
      policyFeatures,
      authPlugin,
      oidcModule,
      permissionPlugin,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          ...data,
        },
      }),
    ],
  });
}

describe('sign-in by OpenID Connect', () => {
  it('starts with the policy of the chart and sends people to their identity provider', async () => {
    const issuer = await startIssuer();
    // What the platform chart writes with signIn.oidc.
    const { server } = await startBackend({
      urumiPolicy: { operators: ['group:default/platform'] },
      auth: {
        environment: 'production',
        session: { secret: 'of-the-session' },
        providers: {
          oidc: {
            production: {
              metadataUrl: `${issuer.url}/.well-known/openid-configuration`,
              clientId: 'urumi',
              clientSecret: 'of-the-client',
              prompt: 'auto',
              signIn: {
                resolvers: [
                  { resolver: 'emailMatchingUserEntityProfileEmail' },
                ],
              },
            },
          },
        },
      },
    });

    const answer = await request(server).get(
      '/api/auth/oidc/start?env=production',
    );
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.location);
    expect(location.origin).toBe(issuer.url);
    expect(location.searchParams.get('client_id')).toBe('urumi');
    expect(location.searchParams.get('scope')).toContain('email');

    // Neither a guest nor a person of the demo.
    for (const provider of ['guest', 'demo']) {
      const refused = await request(server).get(
        `/api/auth/${provider}/refresh?env=production`,
      );
      expect(refused.status).toBe(404);
    }
    await issuer.stop();
  });
});
