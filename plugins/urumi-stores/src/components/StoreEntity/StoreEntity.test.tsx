import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  anEvent,
  readiness,
  simulatedCondition,
} from '../../__testUtils__/stores';
import { StoreActivityCard } from './StoreActivityCard';
import { StoreEntityContent } from './StoreEntityContent';
import { StoreStatusCard } from './StoreStatusCard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: aStore().namespace,
    annotations: { 'urumi.io/store-id': aStore().id },
  },
  spec: { type: 'online-store' },
};

const server = setupServer();

describe('StoreEntity', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    server.resetHandlers(
      http.get(`${API}/stores/${aStore().id}`, () =>
        HttpResponse.json(
          aStore({
            conditions: [simulatedCondition],
            events: [anEvent(7, 'Seventh')],
          }),
        ),
      ),
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  it('shows the state of the store that the annotation names', async () => {
    renderPage(
      <EntityProvider entity={entity}>
        <StoreStatusCard />
      </EntityProvider>,
    );
    expect(await screen.findByText('Ready')).toBeInTheDocument();
    expect(screen.getByRole('note')).toHaveTextContent('Simulated cluster');
    expect(
      screen.getByRole('link', { name: 'Open the store page' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
    for (const [name, href] of [
      ['summer.localhost', aStore().url],
      [aStore().admin_url, aStore().admin_url],
    ]) {
      const link = screen.getByRole('link', {
        name: `${name} (opens in a new tab)`,
      });
      expect(link).toHaveAttribute('href', href);
      expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    }
  });

  it('says what a store waits for that is on its way out', async () => {
    server.use(
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(
          aStore({
            status: 'DELETING',
            url: null,
            admin_url: null,
            steps: [
              {
                name: 'gone',
                state: 'waiting',
                started_at: '2026-11-23T10:00:00.000Z',
                finished_at: null,
                message: 'Pod web-1 does not end.',
                deadline_ms: 900_000,
                usual_ms: null,
              },
            ],
          }),
        ),
      ),
    );
    renderPage(
      <EntityProvider entity={entity}>
        <StoreStatusCard />
      </EntityProvider>,
    );
    expect(
      await screen.findByText('Pod web-1 does not end.'),
    ).toBeInTheDocument();
    expect(screen.getAllByText('Not open')).toHaveLength(2);
  });

  it('shows the activity of the store', async () => {
    renderPage(
      <EntityProvider entity={entity}>
        <StoreEntityContent />
      </EntityProvider>,
    );
    expect(await screen.findByText('Seventh')).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Progress' }),
    ).toBeInTheDocument();
  });

  it('shows what happened last, and leads to the rest', async () => {
    server.use(
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(
          aStore({
            events: [
              { ...anEvent(20, 'Newest'), level: 'error' },
              ...Array.from({ length: 5 }, (_, index) =>
                anEvent(19 - index, `Older ${index}`),
              ),
              anEvent(1, 'Too old'),
            ],
          }),
        ),
      ),
    );
    renderPage(
      <EntityProvider entity={entity}>
        <StoreActivityCard />
      </EntityProvider>,
    );
    const [newest, ...older] = await screen.findAllByRole('listitem');
    expect(newest).toHaveTextContent(/^ErrorNewest.*by user:default\/sana$/);
    expect(older).toHaveLength(5);
    expect(screen.queryByText('Too old')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All activity' })).toHaveAttribute(
      'href',
      `/stores/${aStore().id}`,
    );
  });

  it('says that nothing has happened yet', async () => {
    server.use(
      http.get(`${API}/stores/:id`, () => HttpResponse.json(aStore())),
    );
    renderPage(
      <EntityProvider entity={entity}>
        <StoreActivityCard />
      </EntityProvider>,
    );
    expect(
      await screen.findByText('Nothing has happened yet.'),
    ).toBeInTheDocument();
  });

  it.each([
    ['status', <StoreStatusCard />],
    ['activity', <StoreActivityCard />],
    ['content', <StoreEntityContent />],
  ])('says that the %s is still read', async (_, element) => {
    server.use(
      http.get(`${API}/stores/:id`, () => new Promise<never>(() => {})),
    );
    renderPage(<EntityProvider entity={entity}>{element}</EntityProvider>);
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['status', <StoreStatusCard />, 404, 'There is no such store'],
    ['activity', <StoreActivityCard />, 404, 'There is no such store'],
    ['content', <StoreEntityContent />, 404, 'There is no such store'],
    ['status', <StoreStatusCard />, 403, 'You may not do this'],
    ['activity', <StoreActivityCard />, 403, 'You may not do this'],
    ['content', <StoreEntityContent />, 403, 'You may not do this'],
  ])('says why there is no %s', async (_, element, statusCode, title) => {
    const name = statusCode === 404 ? 'NotFoundError' : 'NotAllowedError';
    server.use(
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(
          {
            error: { name, message: 'No' },
            response: { statusCode },
            detail: 'No',
          },
          { status: statusCode },
        ),
      ),
    );
    renderPage(<EntityProvider entity={entity}>{element}</EntityProvider>);
    expect(await screen.findByRole('alert')).toHaveTextContent(title);
  });
});
