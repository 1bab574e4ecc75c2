/**
 * Urumi Stores for apps of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  StoresClient,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { ReactElement } from 'react';
import { urumiStoresApiRef } from './api';
import {
  storePlanField,
  storeVersionField,
} from './components/StoreChangeFields';
import { storeParametersField } from './components/StoreParametersField';
import {
  createStoreRouteRef,
  orphansRouteRef,
  rootRouteRef,
  storeRouteRef,
} from './routes';

export { urumiStoresApiRef } from './api';
export {
  createStoreRouteRef,
  orphansRouteRef,
  rootRouteRef,
  storeRouteRef,
} from './routes';
export { type EngineChoice } from './components/StoreParameters';
export { type StoreChangeOptions } from './components/StoreChangeFields';
export { type StoreParametersOptions } from './components/StoreParametersField';
export { urumiStoresTranslationRef } from './translation';

/** @public */
export const urumiStoresPlugin = createPlugin({
  id: URUMI_STORES_PLUGIN_ID,
  apis: [
    createApiFactory({
      api: urumiStoresApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StoresClient(deps),
    }),
  ],
  routes: {
    root: rootRouteRef,
    createStore: createStoreRouteRef,
    orphans: orphansRouteRef,
    store: storeRouteRef,
  },
});

/**
 * All pages; mount it at `/stores`.
 *
 * @public
 */
export const UrumiStoresPage = urumiStoresPlugin.provide(
  createRoutableExtension({
    name: 'UrumiStoresPage',
    component: () =>
      import('./components/UrumiStoresRouter').then(
        (m): (() => ReactElement) => m.LegacyUrumiStoresRouter,
      ),
    mountPoint: rootRouteRef,
  }),
);

/**
 * State of the store that an entity stands for, for its overview.
 *
 * @public
 */
export const EntityStoreStatusCard = urumiStoresPlugin.provide(
  createComponentExtension({
    name: 'EntityStoreStatusCard',
    component: {
      lazy: () =>
        import('./components/StoreEntity').then(
          (m): (() => ReactElement) => m.StoreStatusCard,
        ),
    },
  }),
);

/**
 * Steps and activity of the store that an entity stands for, for a tab of its page.
 *
 * @public
 */
export const EntityStoreContent = urumiStoresPlugin.provide(
  createComponentExtension({
    name: 'EntityStoreContent',
    component: {
      lazy: () =>
        import('./components/StoreEntity').then(
          (m): (() => ReactElement) => m.StoreEntityContent,
        ),
    },
  }),
);

/**
 * Form field `UrumiStoreParameters` for Software Templates; put it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const UrumiStoreParametersFieldExtension = urumiStoresPlugin.provide(
  createScaffolderFieldExtension({
    ...storeParametersField,
    schema: storeParametersField.schema.schema,
  }),
);

/**
 * Form field `UrumiStorePlan` for Software Templates; put it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const UrumiStorePlanFieldExtension = urumiStoresPlugin.provide(
  createScaffolderFieldExtension({
    ...storePlanField,
    schema: storePlanField.schema.schema,
  }),
);

/**
 * Form field `UrumiStoreVersion` for Software Templates; put it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const UrumiStoreVersionFieldExtension = urumiStoresPlugin.provide(
  createScaffolderFieldExtension({
    ...storeVersionField,
    schema: storeVersionField.schema.schema,
  }),
);
