import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { createLegacyApp } from './createLegacyApp';

const base = 'http://localhost:7007/api';
const id = '019ab1c2-0000-7000-8000-000000000001';

const store: StoreDetails = {
  id,
  engine: 'woocommerce',
  display_name: 'Summer sale',
  namespace: `store-${id}`,
  release_name: `store-${id}`,
  status: 'READY',
  url: 'http://summer.localhost:8080',
  admin_url: 'http://summer.localhost:8080/wp-admin/',
  last_error: null,
  created_at: '2026-11-23T10:00:00.000Z',
  updated_at: '2026-11-23T10:01:00.000Z',
  plan: 'small',
  cluster: 'local',
  owner: 'group:default/storefront',
  created_by: 'user:default/sana',
  hostname: 'summer.localhost',
  parameters: {},
  chart_version: '0.1.0',
  ready_at: '2026-11-23T10:01:00.000Z',
  deleted_at: null,
  conditions: [],
  failure: null,
  events: [],
  job: null,
  steps: [],
  health: { cause: null, drift: [] },
};

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: store.namespace,
    namespace: 'default',
    title: store.display_name,
    uid: 'entity-1',
    annotations: { 'urumi.io/store-id': id },
  },
  spec: { type: 'online-store', owner: 'group:default/storefront' },
  relations: [],
};

const server = setupServer(
  http.get(`${base}/auth/demo/refresh`, () =>
    HttpResponse.json({
      profile: { displayName: 'Sana' },
      backstageIdentity: {
        token: '',
        identity: {
          type: 'user',
          userEntityRef: 'user:default/sana',
          ownershipEntityRefs: ['group:default/storefront'],
        },
      },
    }),
  ),
  http.get(`${base}/urumi-stores/stores`, () => HttpResponse.json([store])),
  http.get(`${base}/urumi-stores/stores/${id}`, () => HttpResponse.json(store)),
  http.get(`${base}/catalog/entities/by-name/resource/default/:name`, () =>
    HttpResponse.json(entity),
  ),
  http.get(`${base}/search/query`, () =>
    HttpResponse.json({
      results: [
        {
          type: 'software-catalog',
          document: {
            title: store.display_name,
            text: 'Online store',
            location: `/catalog/default/resource/${store.namespace}`,
            kind: 'Resource',
            type: 'online-store',
          },
        },
      ],
    }),
  ),
  // Whatever else the app asks for is no part of these tests.
  http.all('*', () => HttpResponse.json({}, { status: 404 })),
);

/** Starts the app at an address. */
function openApp(address: string) {
  window.history.pushState({}, '', address);
  const App = createLegacyApp();
  render(<App />);
}

describe('createLegacyApp', () => {
  const { env } = process;
  beforeAll(() => server.listen());
  beforeEach(() => {
    localStorage.clear();
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Test', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
        // The build puts the object itself there, which the types of Node do not know.
      ] as unknown as string,
    };
  });
  afterAll(() => {
    process.env = env;
    server.close();
  });

  it('has the stores, the form and the page of a store at their addresses', async () => {
    openApp('/');
    const link = await screen.findByRole('link', { name: 'Summer sale' });
    expect(window.location.pathname).toBe('/stores');
    expect(link).toHaveAttribute('href', `/stores/${id}`);
    expect(
      screen.getByRole('heading', { name: 'Stores', level: 1 }),
    ).toBeInTheDocument();

    await userEvent.click(link);
    expect(
      await screen.findByRole('heading', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe(`/stores/${id}`);
  });

  it('has the card and the tab of a store on its entity page', async () => {
    openApp(`/catalog/default/resource/${store.namespace}`);
    expect(
      await screen.findByRole('link', { name: 'Open the store page' }),
    ).toHaveAttribute('href', `/stores/${id}`);
    expect(screen.getByText('Ready')).toBeInTheDocument();

    await userEvent.click(await screen.findByRole('tab', { name: 'Store' }));
    expect(window.location.pathname).toBe(
      `/catalog/default/resource/${store.namespace}/store`,
    );
  });

  it("has the card of a person's stores on its home page", async () => {
    openApp('/home');
    expect(await screen.findByText('My stores')).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toHaveAttribute('href', `/stores/${id}`);
  });

  it('shows stores that a search finds with their status', async () => {
    openApp('/search?query=summer');
    const result = (await screen.findByText('Summer sale')).closest('li');
    await waitFor(() => expect(result).toHaveTextContent('Ready'));
  });

  it('speaks the language that was chosen', async () => {
    localStorage.setItem('language', 'de');
    openApp('/stores');
    expect(
      await screen.findByRole('heading', { name: 'Shops', level: 1 }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Shop anlegen' }),
    ).toBeInTheDocument();
  });
});
