import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  catalogProcessingExtensionPoint,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { FakeStores } from './__testUtils__/FakeStores';
import catalogModuleUrumiStores from '.';

describe('catalogModuleUrumiStores', () => {
  it.each([
    ['every 15 minutes', {}, { minutes: 15 }],
    [
      'as configured',
      { schedule: { frequency: 'PT1H', timeout: { minutes: 1 } } },
      { hours: 1 },
    ],
  ])(
    'adds the provider, which compares all %s',
    async (_, urumiStores, frequency) => {
      const providers: EntityProvider[] = [];
      const scheduler = mockServices.scheduler.mock();
      const run = jest.fn();
      scheduler.createScheduledTaskRunner.mockReturnValue({ run });
      await startTestBackend({
        extensionPoints: [
          [
            catalogProcessingExtensionPoint,
            {
              addEntityProvider: (
                ...added: (EntityProvider | EntityProvider[])[]
              ) => providers.push(...added.flat()),
              addPlaceholderResolver: jest.fn(),
              addProcessor: jest.fn(),
              setOnProcessingErrorHandler: jest.fn(),
            },
          ],
        ],
        features: [
          catalogModuleUrumiStores,
          scheduler.factory,
          mockServices.rootConfig.factory({
            data: {
              app: { baseUrl: 'http://localhost:7007' },
              catalog: { providers: { urumiStores } },
            },
          }),
          createServiceFactory({
            service: urumiStoresServiceRef,
            deps: {},
            factory: () => new FakeStores().asService(),
          }),
        ],
      });
      expect(providers.map(provider => provider.getProviderName())).toEqual([
        'urumi-stores',
      ]);
      expect(scheduler.createScheduledTaskRunner).toHaveBeenCalledWith(
        expect.objectContaining({
          frequency: expect.objectContaining(frequency),
        }),
      );
      await providers[0].connect({
        applyMutation: jest.fn(),
        refresh: jest.fn(),
      });
      expect(run).toHaveBeenCalledWith(
        expect.objectContaining({ id: 'urumi-stores:full-sync' }),
      );
    },
  );
});
