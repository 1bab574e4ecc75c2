import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, readiness } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;
const time = '2026-11-23T10:00:00.000Z';

/** A store that could not be deleted. */
const stuck = aStore({
  status: 'FAILED',
  url: null,
  job: {
    id: 'job-2',
    action: 'DELETE',
    state: 'FAILED',
    attempt: 5,
    max_attempts: 5,
    position: null,
    waiting_for: null,
    locked_by: null,
    lease_expires_at: null,
    run_after: null,
    error_message: 'A finalizer keeps the namespace',
    error_class: 'operator_fixable',
    actor: 'user:default/sana',
    created_at: time,
    updated_at: time,
    completed_at: time,
  },
});

const failure: StoreDetails['failure'] = {
  code: 'DeletionBlocked',
  message: 'A finalizer keeps the namespace',
  error_class: 'operator_fixable',
  owner: 'platform_operator',
  next_action: 'Remove the finalizer, then retry',
};

let store: StoreDetails;
const server = setupServer();

describe('StorePage, where a deletion failed', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() =>
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    ),
  );
  afterAll(() => server.close());

  it.each([
    ['with a cause', failure],
    ['without a cause', null],
  ])('lets retry it who may delete the store, %s', async (_, cause) => {
    store = { ...stuck, failure: cause };
    renderPage(<UrumiStoresRouter />, { path, denied: ['urumi.store.update'] });
    expect(
      await screen.findByRole('button', { name: 'Retry' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['with a cause', failure],
    ['without a cause', null],
  ])('offers no retry to who may not, %s', async (_, cause) => {
    store = { ...stuck, failure: cause };
    renderPage(<UrumiStoresRouter />, { path, denied: ['urumi.store.delete'] });
    await screen.findByText(
      'A member of the owning team can delete the store.',
    );
    expect(
      screen.queryByRole('button', { name: 'Retry' }),
    ).not.toBeInTheDocument();
  });
});
