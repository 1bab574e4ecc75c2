import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { openStoreTab } from '../../__testUtils__/openStoreTab';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, anEvent, readiness } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

let store: StoreDetails;
let log: StoreEvent[];
let asked: string[];

const server = setupServer();

const newestFirst = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) =>
    anEvent(from - index, `Number ${from - index}`),
  );

/** Answers as the API does. */
function eventsBefore({ request }: { request: Request }) {
  const { searchParams, search } = new URL(request.url);
  const before = Number(searchParams.get('before'));
  // What is new is asked for beside that, as time goes by.
  if (before) {
    asked.push(search);
  }
  const levels = searchParams.getAll('level');
  return HttpResponse.json(
    log
      .filter(
        ({ id, level }) =>
          id < before && (levels.length === 0 || levels.includes(level)),
      )
      .slice(0, Number(searchParams.get('limit'))),
  );
}

async function renderActivity() {
  renderPage(<UrumiStoresRouter />, { path: `/${store.id}` });
  return screen.findByRole('region', { name: 'Activity' });
}

async function choose(label: string, option: string) {
  await userEvent.click(
    screen.getByRole('button', { name: new RegExp(label) }),
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('StorePage, as a log', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    asked = [];
    log = newestFirst(120, 1);
    store = aStore({ events: log.slice(0, 50) });
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/events`, eventsBefore),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  it('shows older pages when asked, down to the first event', async () => {
    const activity = await renderActivity();
    expect(within(activity).getAllByRole('listitem')).toHaveLength(50);
    const older = within(activity).getByRole('button', { name: 'Show older' });
    await userEvent.click(older);
    await waitFor(() =>
      expect(within(activity).getAllByRole('listitem')).toHaveLength(100),
    );
    await userEvent.click(older);
    expect(await within(activity).findByText('Number 1')).toBeInTheDocument();
    expect(within(activity).getAllByRole('listitem')).toHaveLength(120);
    expect(older).not.toBeInTheDocument();
    expect(asked).toEqual(['?before=71&limit=50', '?before=21&limit=50']);
  });

  it('narrows to what matters, in older pages too', async () => {
    log[49] = { ...log[49], level: 'warning', message: 'In sight' };
    log[110] = { ...log[110], level: 'error', message: 'Long ago' };
    store = aStore({ events: log.slice(0, 50) });
    const activity = await renderActivity();
    await choose('Importance', 'Warnings and errors');
    expect(within(activity).getAllByRole('listitem')).toHaveLength(1);
    expect(within(activity).getByText('In sight')).toBeInTheDocument();

    await userEvent.click(
      within(activity).getByRole('button', { name: 'Show older' }),
    );
    expect(await within(activity).findByText('Long ago')).toBeInTheDocument();
    expect(within(activity).getAllByRole('listitem')).toHaveLength(2);
    expect(asked).toEqual(['?before=71&limit=50&level=warning&level=error']);
    expect(
      within(activity).queryByRole('button', { name: 'Show older' }),
    ).not.toBeInTheDocument();
  });

  it('is as one left it when one comes back from another tab', async () => {
    log[49] = { ...log[49], level: 'warning', message: 'In sight' };
    log[110] = { ...log[110], level: 'error', message: 'Long ago' };
    store = aStore({ events: log.slice(0, 50) });
    server.use(
      http.get(`${API}/stores/:id/revisions`, () => HttpResponse.json([])),
    );
    const activity = await renderActivity();
    await choose('Importance', 'Warnings and errors');
    await userEvent.click(
      within(activity).getByRole('button', { name: 'Show older' }),
    );
    await within(activity).findByText('Long ago');

    await openStoreTab('History');
    await screen.findByRole('region', { name: 'History' });
    await openStoreTab('Overview');
    const again = await screen.findByRole('region', { name: 'Activity' });
    expect(within(again).getAllByRole('listitem')).toHaveLength(2);
    expect(within(again).getByText('Long ago')).toBeInTheDocument();
  });

  it('says so when nothing is of the kind', async () => {
    store = aStore({ events: [anEvent(1, 'First')] });
    const activity = await renderActivity();
    await choose('About', 'Probes');
    expect(activity).toHaveTextContent('Nothing of this kind has happened.');
    await choose('About', 'Steps');
    expect(within(activity).getByText('First')).toBeInTheDocument();
  });

  it('tells why an older page cannot be read', async () => {
    server.use(
      http.get(`${API}/stores/:id/events`, () =>
        HttpResponse.json(
          {
            error: { name: 'Error', message: 'The database is away' },
            response: { statusCode: 500 },
            detail: 'The database is away',
          },
          { status: 500 },
        ),
      ),
    );
    const activity = await renderActivity();
    await userEvent.click(
      within(activity).getByRole('button', { name: 'Show older' }),
    );
    expect(await within(activity).findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
  });
});
