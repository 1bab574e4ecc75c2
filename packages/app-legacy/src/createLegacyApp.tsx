import { ComponentType } from 'react';
import { Navigate, Route } from 'react-router-dom';
import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  AlertDisplay,
  Sidebar,
  SidebarItem,
  SidebarPage,
} from '@backstage/core-components';
import { configApiRef, createApiFactory } from '@backstage/core-plugin-api';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { CatalogEntityPage, CatalogIndexPage } from '@backstage/plugin-catalog';
import { ScaffolderPage } from '@backstage/plugin-scaffolder';
import { ScaffolderFieldExtensions } from '@backstage/plugin-scaffolder-react';
import { SearchPage } from '@backstage/plugin-search';
import { UserSettingsPage } from '@backstage/plugin-user-settings';
import {
  RiBookOpenLine,
  RiHomeLine,
  RiSearchLine,
  RiSettingsLine,
  RiStore2Line,
} from '@remixicon/react';
import {
  UrumiStoreParametersFieldExtension,
  UrumiStorePlanFieldExtension,
  UrumiStoreVersionFieldExtension,
  UrumiStoresPage,
  urumiStoresTranslations,
} from '@urumi/backstage-plugin-urumi-stores/legacy';
import { DemoSignIn } from './DemoSignIn';
import { entityPage } from './entityPage';
import { homePage } from './homePage';
import { searchPage } from './searchPage';

const routes = (
  <FlatRoutes>
    <Route path="/" element={<Navigate to="stores" />} />
    <Route path="/home" element={homePage} />
    <Route path="/stores" element={<UrumiStoresPage />} />
    <Route path="/catalog" element={<CatalogIndexPage />} />
    <Route
      path="/catalog/:namespace/:kind/:name"
      element={<CatalogEntityPage />}
    >
      {entityPage}
    </Route>
    <Route path="/create" element={<ScaffolderPage />}>
      <ScaffolderFieldExtensions>
        <UrumiStoreParametersFieldExtension />
        <UrumiStorePlanFieldExtension />
        <UrumiStoreVersionFieldExtension />
      </ScaffolderFieldExtensions>
    </Route>
    <Route path="/search" element={<SearchPage />}>
      {searchPage}
    </Route>
    <Route path="/settings" element={<UserSettingsPage />} />
  </FlatRoutes>
);

/** The app, as an adopter of the plugin would put it together. */
export function createLegacyApp(): ComponentType {
  const app = createApp({
    apis: [
      createApiFactory({
        api: scmIntegrationsApiRef,
        deps: { configApi: configApiRef },
        factory: ({ configApi }) => ScmIntegrationsApi.fromConfig(configApi),
      }),
    ],
    components: { SignInPage: DemoSignIn },
    __experimentalTranslations: {
      availableLanguages: ['en', 'de', 'hi'],
      resources: [urumiStoresTranslations],
    },
  });
  return app.createRoot(
    <>
      <AlertDisplay />
      <AppRouter>
        <SidebarPage>
          <Sidebar>
            <SidebarItem icon={() => <RiHomeLine />} to="/home" text="Home" />
            <SidebarItem
              icon={() => <RiSearchLine />}
              to="/search"
              text="Search"
            />
            <SidebarItem
              icon={() => <RiStore2Line />}
              to="/stores"
              text="Stores"
            />
            <SidebarItem
              icon={() => <RiBookOpenLine />}
              to="/catalog"
              text="Catalog"
            />
            <SidebarItem
              icon={() => <RiSettingsLine />}
              to="/settings"
              text="Settings"
            />
          </Sidebar>
          {routes}
        </SidebarPage>
      </AppRouter>
    </>,
  );
}
