import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, anEvent, readiness } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

let store: StoreDetails;

const server = setupServer();

async function renderStore() {
  renderPage(<UrumiStoresRouter />, { path: `/${store.id}` });
  await screen.findByRole('heading', { name: 'Summer sale' });
}

describe('StorePage, as evidence', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    store = aStore();
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  it('leads to the shop and to its admin, each in a tab of its own', async () => {
    await renderStore();
    for (const [text, href] of [
      ['Open shop', 'http://summer.localhost:8080'],
      ['Open admin', 'http://summer.localhost:8080/wp-admin/'],
    ]) {
      const link = screen.getByRole('link', {
        name: `${text} (opens in a new tab)`,
      });
      expect(link).toHaveAttribute('href', href);
      expect(link).toHaveAttribute('target', '_blank');
      expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    }
  });

  it('leads nowhere while the shop is not open', async () => {
    store = aStore({ status: 'PROVISIONING', url: null, admin_url: null });
    await renderStore();
    expect(
      screen.queryByRole('link', { name: /new tab/ }),
    ).not.toBeInTheDocument();
  });

  it('explains each condition, and shows one that it does not know', async () => {
    const since = '2026-11-23T10:01:00.000Z';
    store = aStore({
      conditions: [
        {
          type: 'Isolated',
          state: 'false',
          reason: 'Reached',
          message: 'It reached the database of another store',
          since,
        },
        // As a newer backend may have it.
        {
          type: 'Melted' as 'Isolated',
          state: 'unknown',
          reason: 'Sun',
          message: 'Nobody has looked',
          since,
        },
      ],
    });
    await renderStore();
    const conditions = screen.getByRole('region', { name: 'Conditions' });
    const [isolated, melted] = within(conditions).getAllByRole('listitem');
    expect(isolated).toHaveTextContent('Isolated: No');
    expect(isolated).toHaveTextContent(
      'It reached the database of another store',
    );
    expect(isolated).toHaveTextContent(/cut off from other stores/);
    expect(
      within(isolated).getByRole('link', { name: 'Read more in the runbook' }),
    ).toHaveAttribute(
      'href',
      '/docs/default/system/urumi-stores/runbook/#reached',
    );
    expect(melted).toHaveTextContent(/Melted: Unknown.*Nobody has looked$/);
  });

  it('shows the order that proved it, and each call on the way', async () => {
    store = aStore({
      events: [
        {
          ...anEvent(9, 'Order 1017 was placed and found again'),
          event_type: 'probe.order_placed',
          data: {
            order_number: 1017,
            total: '12.00 EUR',
            calls: [
              { call: 'POST /cart', status: 201, milliseconds: 31.6 },
              { call: 'POST /checkout', status: 200, milliseconds: 250 },
            ],
          },
        },
        { ...anEvent(8, 'Torn'), event_type: 'probe.order_placed' },
      ],
    });
    await renderStore();
    const activity = screen.getByRole('region', { name: 'Activity' });
    const summary = 'Order 1017, 12.00 EUR: 2 calls in 282 ms';
    expect(within(activity).getAllByRole('group')).toHaveLength(1);
    expect(
      within(activity).getByRole('table', { hidden: true }),
    ).not.toBeVisible();
    await userEvent.click(within(activity).getByText(summary));
    const table = within(activity).getByRole('table', { name: summary });
    expect(table).toBeVisible();
    expect(
      within(table)
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      'CallHTTP statusMilliseconds',
      'POST /cart20132',
      'POST /checkout200250',
    ]);
    expect(
      within(table).getByRole('rowheader', { name: 'POST /cart' }),
    ).toBeInTheDocument();
  });

  it('shows which connections were tried, and first what should not be', async () => {
    store = aStore({
      events: [
        {
          ...anEvent(9, 'The isolation was measured'),
          event_type: 'probe.isolation_measured',
          data: {
            attempts: [
              { name: 'own database', connected: true, expected: true },
              { name: 'API server', connected: false, expected: false },
              { name: 'metadata', connected: true, expected: false },
            ],
          },
        },
      ],
    });
    await renderStore();
    await userEvent.click(
      screen.getByText('3 connections tried, 1 not as expected'),
    );
    expect(
      within(screen.getByRole('table', { name: /3 connections tried/ }))
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      'Tried to reachResultExpected',
      'metadataReachedNot as expected',
      'own databaseReachedAs expected',
      'API serverNot reachedAs expected',
    ]);
  });

  it('says what the removal of a store waits for', async () => {
    store = aStore({
      status: 'DELETING',
      url: null,
      admin_url: null,
      steps: [
        {
          name: 'gone',
          state: 'waiting',
          started_at: '2026-11-23T10:00:00.000Z',
          finished_at: null,
          message: 'Waiting for namespace x to go. Pod web-1 does not end.',
          deadline_ms: 900_000,
          usual_ms: null,
        },
      ],
    });
    await renderStore();
    const step = within(
      screen.getByRole('region', { name: 'Progress' }),
    ).getByRole('listitem');
    expect(step).toHaveTextContent(/Waiting.*gone.*Pod web-1 does not end\./);
  });
});
