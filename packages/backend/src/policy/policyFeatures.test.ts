import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import policyFeatures from '.';

const start = (data: object) =>
  startTestBackend({
    features: [
      policyFeatures,
      permissionPlugin,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          ...data,
        },
      }),
    ],
  });

describe('policyFeatures', () => {
  it('is the policy where it is configured', async () => {
    const backend = await start({
      urumiPolicy: { operators: ['group:default/platform'] },
    });
    await expect(backend.stop()).resolves.toBeUndefined();
  });

  it('is none where it is not, so that the permission backend refuses to start', async () => {
    await expect(start({})).rejects.toThrow('No policy module installed');
  });
});
