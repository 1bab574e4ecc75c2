import {
  ApiBlueprint,
  PageBlueprint,
  appLanguageApiRef,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { RiStore2Line } from '@remixicon/react';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from './api';
import { catalogExtensions, storeEntityFilter } from './catalogExtensions';
import { createStoresApi } from './createStoresApi';
import {
  createStoreRouteRef,
  orphansRouteRef,
  rootRouteRef,
  storeRouteRef,
} from './routes';

const storesApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: urumiStoresApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        appLanguageApi: appLanguageApiRef,
      },
      factory: createStoresApi,
    }),
});

const storesPage = PageBlueprint.make({
  params: {
    path: '/stores',
    title: 'Stores',
    icon: <RiStore2Line />,
    routeRef: rootRouteRef,
    // The page draws it with its translated title.
    noHeader: true,
    loader: async () => {
      const { UrumiStoresPage } = await import(
        './components/UrumiStoresRouter'
      );
      return <UrumiStoresPage />;
    },
  },
});

const storeStatusCard = EntityCardBlueprint.make({
  name: 'status',
  params: {
    type: 'content',
    filter: storeEntityFilter,
    loader: async () => {
      const { StoreStatusCard } = await import('./components/StoreEntity');
      return <StoreStatusCard />;
    },
  },
});

const storeEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/store',
    title: 'Store',
    filter: storeEntityFilter,
    loader: async () => {
      const { StoreEntityContent } = await import('./components/StoreEntity');
      return <StoreEntityContent />;
    },
  },
});

const myStoresWidget = HomePageWidgetBlueprint.make({
  name: 'my-stores',
  params: {
    name: 'MyStores',
    title: 'My stores',
    description: 'The newest stores of you and your teams, with their status',
    components: async () => {
      const { MyStoresContent } = await import('./components/MyStores');
      return { Content: MyStoresContent };
    },
  },
});

const storeParametersFormField = FormFieldBlueprint.make({
  name: 'parameters',
  params: {
    field: async () => {
      const { storeParametersField } = await import(
        './components/StoreParametersField'
      );
      return createFormField(storeParametersField);
    },
  },
});

/**
 * The pages of Urumi Stores for the new frontend system.
 *
 * @public
 */
export const urumiStoresPlugin = createFrontendPlugin({
  pluginId: URUMI_STORES_PLUGIN_ID,
  title: 'Stores',
  icon: <RiStore2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    createStore: createStoreRouteRef,
    orphans: orphansRouteRef,
    store: storeRouteRef,
  },
  extensions: [
    ...catalogExtensions,
    storesApi,
    storesPage,
    storeStatusCard,
    storeEntityContent,
    myStoresWidget,
    storeParametersFormField,
  ],
});
