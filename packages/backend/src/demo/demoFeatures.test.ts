import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import request from 'supertest';
import demoFeatures from '.';

const sana = {
  name: 'sana',
  title: 'Sana Iyer',
  team: 'Storefront',
  userEntityRef: 'user:default/sana',
};

async function startBackend(data: object) {
  return startTestBackend({
    features: [
      demoFeatures,
      authPlugin,
      permissionPlugin,
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'User',
            metadata: { name: 'sana', namespace: 'default' },
            spec: {},
            relations: [
              { type: 'memberOf', targetRef: 'group:default/storefront' },
            ],
          },
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          auth: { providers: { demo: {} } },
          ...data,
        },
      }),
    ],
  });
}

describe('demoFeatures', () => {
  it('signs in the configured people as their catalog users, and nobody else', async () => {
    const { server } = await startBackend({
      urumiDemo: { people: [sana] },
    });

    const answer = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-urumi-demo-user', 'sana');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      profile: { displayName: 'Sana Iyer' },
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/sana',
          ownershipEntityRefs: expect.arrayContaining([
            'user:default/sana',
            'group:default/storefront',
          ]),
        },
      },
    });

    for (const name of ['olga', 'SANA', '']) {
      const refused = await request(server)
        .get('/api/auth/demo/refresh')
        .set('x-urumi-demo-user', name);
      expect(refused.status).toBe(401);
      expect(refused.body.error.message).toContain('must be one of sana');
    }
    expect((await request(server).get('/api/auth/demo/refresh')).status).toBe(
      401,
    );
  });

  it('adds no policy without the demo organisation, so that the permission backend refuses to start', async () => {
    await expect(startBackend({})).rejects.toThrow(
      'No policy module installed',
    );
  });

  it.each([
    [[sana, sana], "has 'sana' twice"],
    [
      [{ ...sana, userEntityRef: 'group:default/storefront' }],
      "'group:default/storefront' of 'sana' is no user",
    ],
  ])(
    'refuses people who are not told apart or are no users',
    async (people, message) => {
      await expect(startBackend({ urumiDemo: { people } })).rejects.toThrow(
        message,
      );
    },
  );
});
