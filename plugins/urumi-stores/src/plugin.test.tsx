import { ReactNode } from 'react';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  TestApiProvider,
  renderInTestApp as renderInLegacyTestApp,
} from '@backstage/test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { homePageWidgetDataRef } from '@backstage/plugin-home-react/alpha';
import {
  PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import {
  ScaffolderFieldExtensions,
  useCustomFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { StoresClient } from '@urumi/backstage-plugin-urumi-stores-common';
import { aStore, readiness } from './__testUtils__/stores';
import urumiStoresPlugin, { urumiStoresApiRef } from './index';
import {
  HomePageMyStores,
  UrumiStoreParametersFieldExtension,
  UrumiStorePlanFieldExtension,
  UrumiStoreVersionFieldExtension,
  UrumiStoresPage,
  rootRouteRef,
} from './legacy';

const server = setupServer(
  http.get('*/api/urumi-stores/stores', () => HttpResponse.json([aStore()])),
  http.get('*/api/urumi-stores/readyz', () => HttpResponse.json(readiness)),
);

const permissionApi: PermissionApi = {
  authorize: async () => ({ result: AuthorizeResult.ALLOW }),
};

/** What an app of the old frontend system provides. */
function LegacyApis(props: { children: ReactNode }) {
  return (
    <TestApiProvider
      apis={[
        [
          urumiStoresApiRef,
          new StoresClient({
            discoveryApi: {
              getBaseUrl: async id => `http://localhost:7007/api/${id}`,
            },
            fetchApi: { fetch: (...call) => fetch(...call) },
          }),
        ],
        [permissionApiRef, permissionApi],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
}

/** The form fields that the scaffolder of the old frontend system would find. */
function LegacyFields() {
  const fields = useCustomFieldExtensions<{ name: string }>(
    <ScaffolderFieldExtensions>
      <UrumiStoreParametersFieldExtension />
      <UrumiStorePlanFieldExtension />
      <UrumiStoreVersionFieldExtension />
    </ScaffolderFieldExtensions>,
  );
  return <p>{fields.map(({ name }) => name).join(', ')}</p>;
}

describe('urumiStoresPlugin', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());

  it('shows the stores in an app of the new frontend system', async () => {
    renderTestApp({
      features: [urumiStoresPlugin],
      initialRouteEntries: ['/stores'],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      config: { backend: { baseUrl: 'http://localhost:7007' } },
      apis: [[permissionApiRef, permissionApi]],
    });
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { name: 'Stores' })).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Create store' })).toHaveAttribute(
      'href',
      '/stores/create',
    );
  });

  it('brings home pages a card in both frontend systems', async () => {
    const extension = createExtensionTester(
      urumiStoresPlugin.getExtension('home-page-widget:urumi-stores/my-stores'),
    );
    expect(extension.get(homePageWidgetDataRef)).toMatchObject({
      name: 'MyStores',
      title: 'My stores',
    });

    await renderInLegacyTestApp(
      <LegacyApis>
        <HomePageMyStores />
      </LegacyApis>,
      { mountedRoutes: { '/stores': rootRouteRef } },
    );
    expect(await screen.findByText('My stores')).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
  });

  it('brings templates its form fields in both frontend systems', async () => {
    const fields = [
      ['parameters', 'UrumiStoreParameters'],
      ['plan', 'UrumiStorePlan'],
      ['version', 'UrumiStoreVersion'],
    ] as const;
    for (const [id, name] of fields) {
      const extension = createExtensionTester(
        urumiStoresPlugin.getExtension(
          `scaffolder-form-field:urumi-stores/${id}`,
        ),
      );
      const load = extension.get(FormFieldBlueprint.dataRefs.formFieldLoader);
      expect(await load()).toMatchObject({ name });
    }

    await renderInLegacyTestApp(<LegacyFields />);
    expect(
      screen.getByText(fields.map(([, name]) => name).join(', ')),
    ).toBeInTheDocument();
  });

  it('shows the stores in an app of the old frontend system', async () => {
    await renderInLegacyTestApp(
      <LegacyApis>
        <Routes>
          <Route path="/stores" element={<UrumiStoresPage />} />
        </Routes>
      </LegacyApis>,
      {
        routeEntries: ['/stores'],
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      },
    );
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { name: 'Stores' })).toHaveLength(1);
  });
});
