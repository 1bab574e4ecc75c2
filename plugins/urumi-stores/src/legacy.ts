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
import { appLanguageApiRef } from '@backstage/frontend-plugin-api';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import { createCardExtension } from '@backstage/plugin-home-react';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { createSearchResultListItemExtension } from '@backstage/plugin-search-react';
import { ReactElement } from 'react';
import { urumiStoresApiRef } from './api';
import { storeParametersField } from './components/StoreParametersField';
import { createStoresApi } from './createStoresApi';
import type { StoreSearchResultListItemProps } from './components/StoreSearchResult';
import { isStoreSearchResult } from './components/StoreSearchResult/isStoreSearchResult';
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
export { type StoreParametersOptions } from './components/StoreParametersField';
export {
  urumiStoresTranslationRef,
  urumiStoresTranslations,
} from './translation';
export { type StoreSearchResultListItemProps } from './components/StoreSearchResult';

/** @public */
export const urumiStoresPlugin = createPlugin({
  id: URUMI_STORES_PLUGIN_ID,
  apis: [
    createApiFactory({
      api: urumiStoresApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        appLanguageApi: appLanguageApiRef,
      },
      factory: createStoresApi,
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
 * What happened last to the store that an entity stands for, for its overview.
 *
 * @public
 */
export const EntityStoreActivityCard = urumiStoresPlugin.provide(
  createComponentExtension({
    name: 'EntityStoreActivityCard',
    component: {
      lazy: () =>
        import('./components/StoreEntity').then(
          (m): (() => ReactElement) => m.StoreActivityCard,
        ),
    },
  }),
);

/**
 * The stores of the group or user that an entity stands for, for its overview.
 *
 * @public
 */
export const EntityOwnedStoresCard = urumiStoresPlugin.provide(
  createComponentExtension({
    name: 'EntityOwnedStoresCard',
    component: {
      lazy: () =>
        import('./components/OwnedStores').then(
          (m): (() => ReactElement) => m.OwnedStoresCard,
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
 * The newest stores of the signed-in person and their teams, a card for a home page.
 *
 * @public
 */
export const HomePageMyStores = urumiStoresPlugin.provide(
  createCardExtension({
    name: 'HomePageMyStores',
    title: 'My stores',
    description: 'The newest stores of you and your teams, with their status',
    components: async () => {
      const { MyStoresContent } = await import('./components/MyStores');
      return { Content: MyStoresContent };
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
 * A store among the results of a search, with the status that it has now; put it before
 * `CatalogSearchResultListItem`.
 *
 * @public
 */
export const StoreSearchResultListItem = urumiStoresPlugin.provide(
  createSearchResultListItemExtension<
    (props: StoreSearchResultListItemProps) => ReactElement | null
  >({
    name: 'StoreSearchResultListItem',
    predicate: isStoreSearchResult,
    component: async () => {
      const m = await import('./components/StoreSearchResult');
      return m.StoreSearchResultListItem;
    },
  }),
);
