import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  StoreEngine,
  storeEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChartsDirectory } from './chartsDirectory';
import { urumiStoresModuleMedusa } from './module';

/** A plugin in the place of the stores backend that takes engines. */
function storesBackend(added: StoreEngine[]) {
  return createBackendPlugin({
    pluginId: 'urumi-stores',
    register(env) {
      env.registerExtensionPoint(storeEnginesExtensionPoint, {
        addEngine: engine => {
          added.push(engine);
        },
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
}

describe('urumiStoresModuleMedusa', () => {
  it.each([
    [{}, join(findChartsDirectory(), 'medusa')],
    [{ urumiStores: { chartsDirectory: '/charts' } }, '/charts/medusa'],
    [{ urumiStores: { engines: { medusa: { chart: '/mine' } } } }, '/mine'],
  ])(
    'adds the engine with the chart, configured by %j',
    async (data, chart) => {
      const added: StoreEngine[] = [];
      await startTestBackend({
        features: [
          storesBackend(added),
          urumiStoresModuleMedusa,
          mockServices.rootConfig.factory({ data }),
        ],
      });
      expect(
        added.map(({ id, chartDirectory }) => [id, chartDirectory]),
      ).toEqual([['medusa', chart]]);
    },
  );

  it('finds the chart of this repository, and says where it looked for one', () => {
    expect(
      existsSync(join(findChartsDirectory(), 'medusa', 'values.schema.json')),
    ).toBe(true);
    expect(() => findChartsDirectory({ from: '/nowhere' })).toThrow(
      "No 'charts/medusa' in /nowhere or above it",
    );
  });
});
