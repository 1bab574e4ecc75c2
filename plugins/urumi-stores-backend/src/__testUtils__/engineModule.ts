import {
  BackendFeature,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  StoreEngine,
  storeEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { join } from 'node:path';
import { createWooCommerceEngine, findChartsDirectory } from '../engines';

/** Label of the pods of a store, with the id of its engine. */
export const ENGINE_LABEL = 'test.urumi.dev/engine';

/**
 * WooCommerce under another id and with something changed. Its pods carry that id as a label, so
 * that a test can change them before their namespace has a name.
 */
export function createTestEngine(
  options: { id: string } & Partial<StoreEngine>,
): StoreEngine {
  const woocommerce = createWooCommerceEngine({
    chartDirectory: join(findChartsDirectory(), 'woocommerce'),
  });
  return {
    ...woocommerce,
    values: input =>
      woocommerce.values({
        ...input,
        commonLabels: { ...input.commonLabels, [ENGINE_LABEL]: options.id },
      }),
    ...options,
  };
}

/** A backend module that adds engines. */
export function engineModule(engines: readonly StoreEngine[]): BackendFeature {
  return createBackendModule({
    pluginId: URUMI_STORES_PLUGIN_ID,
    moduleId: 'test-engines',
    register({ registerInit }) {
      registerInit({
        deps: { extensionPoint: storeEnginesExtensionPoint },
        async init({ extensionPoint }) {
          engines.forEach(engine => extensionPoint.addEngine(engine));
        },
      });
    },
  });
}
