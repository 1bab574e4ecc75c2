import { ReactElement } from 'react';
import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  TestApiProvider,
  renderInTestApp as renderInLegacyTestApp,
} from '@backstage/test-utils';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { SearchResultListItemExtensions } from '@backstage/plugin-search-react';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import { StoresClient } from '@urumi/backstage-plugin-urumi-stores-common';
import { aStore, anEvent, readiness } from './__testUtils__/stores';
import urumiStoresPlugin, { rootRouteRef, urumiStoresApiRef } from './index';
import {
  EntityOwnedStoresCard,
  EntityStoreActivityCard,
  EntityStoreStatusCard,
  StoreSearchResultListItem,
} from './legacy';

const storeEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: aStore().namespace,
    annotations: { 'urumi.io/store-id': aStore().id },
  },
  spec: { type: 'online-store', owner: 'group:default/storefront' },
};
const groupEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'storefront' },
  spec: { type: 'team', children: [] },
};
const searchResult = {
  type: 'software-catalog',
  document: {
    title: 'Summer sale',
    text: 'Online store',
    location: `/catalog/default/resource/${aStore().namespace}`,
    kind: 'Resource',
    type: 'online-store',
  },
};

const server = setupServer(
  http.get('*/api/urumi-stores/stores', () => HttpResponse.json([aStore()])),
  http.get('*/api/urumi-stores/stores/:id', () =>
    HttpResponse.json(aStore({ events: [anEvent(7, 'Seventh')] })),
  ),
  http.get('*/api/urumi-stores/readyz', () => HttpResponse.json(readiness)),
);

/** Renders something in an app of the old frontend system. */
function renderLegacy(element: ReactElement) {
  const client = new StoresClient({
    discoveryApi: {
      getBaseUrl: async id => `http://localhost:7007/api/${id}`,
    },
    fetchApi: { fetch: (...call) => fetch(...call) },
  });
  return renderInLegacyTestApp(
    <TestApiProvider apis={[[urumiStoresApiRef, client]]}>
      {element}
    </TestApiProvider>,
    { mountedRoutes: { '/stores': rootRouteRef } },
  );
}

describe('catalogExtensions', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());

  it.each([
    ['store', storeEntity, ['Store status', 'Recent activity']],
    ['team', groupEntity, ['Stores of this team']],
  ])('adds its cards to the page of a %s', async (_, entity, titles) => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity })],
      features: [urumiStoresPlugin],
      config: { backend: { baseUrl: 'http://localhost:7007' } },
    });
    for (const name of titles) {
      expect(await screen.findByRole('heading', { name })).toBeInTheDocument();
    }
    expect((await screen.findAllByText('Ready')).length).toBeGreaterThan(0);
  });

  it('shows stores, and nothing else, among the results of a search', async () => {
    const { predicate } = createExtensionTester(
      urumiStoresPlugin.getExtension('search-result-list-item:urumi-stores'),
    ).get(SearchResultListItemBlueprint.dataRefs.item);
    expect(predicate?.(searchResult)).toBe(true);
    expect(predicate?.({ ...searchResult, type: 'techdocs' })).toBe(false);
  });

  it('brings the same to apps of the old frontend system', async () => {
    await renderLegacy(
      <>
        <EntityProvider entity={storeEntity}>
          <EntityStoreStatusCard />
          <EntityStoreActivityCard />
        </EntityProvider>
        <EntityProvider entity={groupEntity}>
          <EntityOwnedStoresCard />
        </EntityProvider>
        <SearchResultListItemExtensions
          results={[
            searchResult,
            {
              ...searchResult,
              document: {
                ...searchResult.document,
                title: 'A database',
                type: 'database',
              },
            },
          ]}
        >
          <StoreSearchResultListItem />
        </SearchResultListItemExtensions>
      </>,
    );
    expect(await screen.findByText('Seventh')).toBeInTheDocument();
    // The card of the store, that of its team, and the one search result that is a store.
    expect(await screen.findAllByText('Ready')).toHaveLength(3);
    expect(screen.getByText('A database')).toBeInTheDocument();
  });
});
