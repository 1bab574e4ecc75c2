import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore } from '../../__testUtils__/stores';
import { MyStoresContent } from './MyStoresContent';

let stores: Store[];
let owners: string[];
const server = setupServer();

describe('MyStoresContent', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    stores = [aStore({ status: 'PROVISIONING', url: null })];
    server.resetHandlers(
      http.get(`${API}/stores`, ({ request }) => {
        owners = new URL(request.url).searchParams.getAll('owner');
        return HttpResponse.json(stores);
      }),
    );
  });
  afterAll(() => server.close());

  it('lists the stores of the person and their teams, and leads to all of them', async () => {
    renderPage(<MyStoresContent />);
    expect(screen.getByRole('status', { name: 'Loading' })).toBeInTheDocument();
    const list = await screen.findByRole('list', { name: 'My stores' });
    expect(
      within(list).getByRole('link', { name: 'Summer sale' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
    expect(within(list).getByText('Provisioning')).toBeInTheDocument();
    expect(owners).toEqual([
      'user:default/sana',
      'group:default/storefront',
      'group:default/everybody',
    ]);
    expect(screen.getByRole('link', { name: 'All my stores' })).toHaveAttribute(
      'href',
      '/stores?mine=true',
    );
  });

  it('leads to the form where there are none', async () => {
    stores = [];
    renderPage(<MyStoresContent />);
    expect(
      await screen.findByText('You and your teams have no stores yet.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Create store' })).toHaveAttribute(
      'href',
      '/stores/create',
    );
  });

  it('tells of an error, and goes on when asked', async () => {
    server.use(
      http.get(`${API}/stores`, () => HttpResponse.json({}, { status: 503 }), {
        once: true,
      }),
    );
    renderPage(<MyStoresContent />);
    await screen.findByRole('alert');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
  });
});
