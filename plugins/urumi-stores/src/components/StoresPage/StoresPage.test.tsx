import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  engine,
  limits,
  otherEngine,
  readiness,
  simulatedCondition,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const clusters = ['local', 'west'].map(name => ({ name }));

let stores: Store[];
let queries: URLSearchParams[];
let links: Record<string, { next?: string; prev?: string }>;

const server = setupServer();

/** What the list was last asked for, without what it always is. */
function lastQuery() {
  const query = new URLSearchParams(queries[queries.length - 1]);
  query.delete('limit');
  if (query.get('sort') === '-created_at') {
    query.delete('sort');
  }
  if (query.get('include_deleted') === 'false') {
    query.delete('include_deleted');
  }
  return String(query);
}

function answer(status: number, name: string, message: string) {
  return HttpResponse.json(
    {
      error: { name, message },
      response: { statusCode: status },
      detail: message,
    },
    { status },
  );
}

describe('StoresPage', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    stores = [aStore()];
    queries = [];
    links = {};
    server.resetHandlers(
      http.get(`${API}/stores`, ({ request }) => {
        const query = new URL(request.url).searchParams;
        queries.push(query);
        const link = Object.entries(links[query.get('cursor') ?? 'first'] ?? {})
          .map(
            ([rel, cursor]) => `<${API}/stores?cursor=${cursor}>; rel="${rel}"`,
          )
          .join(', ');
        return HttpResponse.json(stores, { headers: link ? { link } : {} });
      }),
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/limits`, () => HttpResponse.json(limits)),
      http.get(`${API}/engines`, () =>
        HttpResponse.json([{ ...engine, chart_version: '0.2.0' }, otherEngine]),
      ),
      http.get(`${API}/clusters`, () => HttpResponse.json(clusters)),
    );
  });
  afterAll(() => server.close());

  it('lists stores with status, owner, age and address', async () => {
    stores = [
      aStore(),
      aStore({
        id: '2',
        display_name: null,
        namespace: 'store-2',
        status: 'FAILED',
        url: null,
        failure: {
          code: 'ImagePullFailed',
          message: 'The image cannot be pulled',
          error_class: 'operator_fixable',
          owner: 'platform_operator',
          next_action: 'Push the image',
        },
      }),
    ];
    renderPage(<UrumiStoresRouter />);

    const link = await screen.findByRole('link', { name: 'Summer sale' });
    expect(link).toHaveAttribute('href', `/stores/${aStore().id}`);
    const [, ready, failed] = screen.getAllByRole('row');
    expect(within(ready).getByText('Ready')).toBeInTheDocument();
    expect(
      within(ready).getByRole('link', {
        name: 'summer.localhost (opens in a new tab)',
      }),
    ).toHaveAttribute('href', 'http://summer.localhost:8080');
    expect(
      within(ready).getByRole('link', { name: 'storefront' }),
    ).toHaveAttribute('href', '/catalog/default/group/storefront');
    expect(within(failed).getByText('store-2')).toBeInTheDocument();
    expect(within(failed).getByText('Failed')).toBeInTheDocument();
    expect(
      within(failed).getByText('The image cannot be pulled'),
    ).toBeInTheDocument();
    expect(within(failed).getByText('Not open')).toBeInTheDocument();
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
    expect(queries[0].get('include_deleted')).toBe('false');
  });

  it('says which READY stores are not well or have drifted', async () => {
    const since = '2026-11-28T10:00:00.000Z';
    const because = { reason: 'Because', message: 'Because', since };
    stores = [
      aStore({
        conditions: [
          {
            type: 'Degraded',
            state: 'true',
            ...because,
            message: 'It crashed',
          },
          { type: 'Drifted', state: 'true', ...because },
        ],
      }),
      aStore({
        id: '2',
        display_name: 'Winter sale',
        conditions: [
          { type: 'Degraded', state: 'false', ...because },
          { type: 'Drifted', state: 'unknown', ...because },
        ],
      }),
    ];
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Winter sale' });
    const [, troubled, well] = screen.getAllByRole('row');
    for (const label of ['Ready', 'Degraded', 'Drifted', 'It crashed']) {
      expect(within(troubled).getByText(label)).toBeInTheDocument();
    }
    expect(within(well).queryByText('Degraded')).not.toBeInTheDocument();
    expect(within(well).queryByText('Drifted')).not.toBeInTheDocument();
  });

  it('shows what is used and left of the limits, and warns when nothing is', async () => {
    server.use(
      http.get(`${API}/limits`, () =>
        HttpResponse.json({
          ...limits,
          stores_per_owner: { used: 48, allowed: 50, left: 2 },
          stores_per_person: { used: 9, allowed: 9, left: 0 },
          creates_per_minute: { used: 3, allowed: 30, left: 27 },
        }),
      ),
    );
    renderPage(<UrumiStoresRouter />);
    const list = await screen.findByRole('list', { name: 'Limits' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Stores of storefront: 48 of 50 used, 2 left',
      'Stores that you made: 9 of 9 used, 0 left',
      'Stores in total: 1 of 50 used, 49 left',
      'New stores in this minute: 3 of 30 used, 27 left',
    ]);
    expect(
      screen.getByText('No store is left: Stores that you made'),
    ).toBeInTheDocument();
  });

  it('says nothing of limits that cannot be read', async () => {
    server.use(http.get(`${API}/limits`, () => answer(500, 'Error', 'Broken')));
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    expect(screen.queryByRole('list', { name: 'Limits' })).toBeNull();
  });

  it('shows loading, then what to do where there are no stores', async () => {
    let proceed = () => {};
    const isAnswered = new Promise<void>(resolve => {
      proceed = resolve;
    });
    server.use(
      http.get(`${API}/stores`, async () => {
        await isAnswered;
        return HttpResponse.json([]);
      }),
    );
    renderPage(<UrumiStoresRouter />);
    expect(await screen.findByText('Loading table data.')).toBeInTheDocument();
    proceed();
    expect(
      await screen.findByRole('heading', { name: 'There are no stores yet' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Choose the engine, the size and the settings.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Create store' }),
    ).toHaveAttribute('href', '/stores/create');
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('tells of an error and goes on when asked', async () => {
    server.use(
      http.get(
        `${API}/stores`,
        () => answer(503, 'ServiceUnavailableError', 'The database is away'),
        { once: true },
      ),
    );
    renderPage(<UrumiStoresRouter />);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The stores backend could not answer');
    expect(alert).toHaveTextContent('The database is away');
    expect(alert).toHaveTextContent('read again every few seconds');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('tells who may not read, and who may not create', async () => {
    server.use(
      http.get(`${API}/stores`, () =>
        answer(403, 'NotAllowedError', 'Not yours'),
      ),
    );
    renderPage(<UrumiStoresRouter />, { denied: ['urumi.store.create'] });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('You may not do this');
    expect(alert).toHaveTextContent('Ask a platform engineer');
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
    expect(
      await screen.findByText(
        'You do not have the permission to create stores.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Create store' })).toBeDisabled();
  });

  it('reads again when a signal says that a store changed', async () => {
    stores = [aStore({ status: 'PROVISIONING', url: null })];
    const { signal } = renderPage(<UrumiStoresRouter />);
    const row = await screen.findByRole('row', { name: /Summer sale/ });
    expect(within(row).getByText('Provisioning')).toBeInTheDocument();

    stores = [aStore()];
    const before = queries.length;
    act(() => signal({ store_id: stores[0].id, version: 1 }));
    act(() => signal({ store_id: stores[0].id, version: 2 }));
    act(() => signal({ store_id: 'another', version: 3 }));
    await waitFor(() => expect(row).toHaveTextContent('Ready'));
    expect(queries.length).toBe(before + 1);
  });

  it('searches and filters on the server, and says when nothing matches', async () => {
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    stores = [];
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search stores' }),
      'winter ',
    );
    expect(
      await screen.findByRole('heading', { name: 'No store matches' }),
    ).toBeInTheDocument();
    expect(lastQuery()).toEqual('q=winter');

    await userEvent.click(
      screen.getByRole('button', { name: 'Look among the deleted ones, too' }),
    );
    await waitFor(() =>
      expect(lastQuery()).toBe('include_deleted=true&q=winter'),
    );
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    await waitFor(() => expect(lastQuery()).toBe(''));
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('filters by statuses, engines, owners and clusters, and by what is mine', async () => {
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    for (const [filter, options, query] of [
      ['Any status', ['Queued', 'Failed'], 'status=QUEUED&status=FAILED'],
      ['Any engine', ['Medusa'], 'engine=medusa'],
      ['Any owner', ['Team marketing'], 'owner=group%3Adefault%2Fmarketing'],
      ['Any cluster', ['west'], 'cluster=west'],
    ] as const) {
      await userEvent.click(
        await screen.findByRole('button', { name: new RegExp(filter) }),
      );
      for (const name of options) {
        await userEvent.click(await screen.findByRole('option', { name }));
      }
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(lastQuery()).toContain(query));
    }
    await userEvent.click(screen.getByRole('switch', { name: 'Only mine' }));
    await waitFor(() =>
      expect(lastQuery()).toBe(
        'status=QUEUED&status=FAILED&engine=medusa&owner=user%3Adefault%2Fsana&owner=group%3Adefault%2Fstorefront&owner=group%3Adefault%2Feverybody&cluster=west',
      ),
    );
    expect(screen.queryByRole('button', { name: /owner/ })).toBeNull();
  });

  it('shows what its address says, and leaves out what cannot be', async () => {
    renderPage(<UrumiStoresRouter />, {
      path: '?q=sum&status=FAILED&status=LOST&owner=user%3Adefault%2Fada&sort=-status&cursor=second&deleted=true',
    });
    links = { second: { prev: 'first' } };
    await screen.findByRole('link', { name: 'Summer sale' });
    expect(lastQuery()).toBe(
      'sort=-status&include_deleted=true&q=sum&status=FAILED&owner=user%3Adefault%2Fada&cursor=second',
    );
    expect(screen.getByRole('searchbox')).toHaveValue('sum');
    expect(screen.getByRole('switch', { name: 'Show deleted' })).toBeChecked();
    expect(
      screen.getByRole('columnheader', { name: /Status/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('sorts on the server, by pressing on a column', async () => {
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    const header = (name: string) =>
      screen.getByRole('columnheader', { name: new RegExp(name) });
    expect(header('Age')).toHaveAttribute('aria-sort', 'ascending');
    for (const [column, sort] of [
      ['Name', 'display_name'],
      ['Name', '-display_name'],
      ['Owner', 'owner'],
      ['Age', ''],
      ['Age', 'created_at'],
    ]) {
      await userEvent.click(header(column));
      await waitFor(() => expect(lastQuery()).toBe(sort && `sort=${sort}`));
    }
  });

  it('goes from page to page by cursor, and back', async () => {
    links = {
      first: { next: 'second' },
      second: { next: 'third', prev: 'back' },
    };
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    const pages = screen.getByRole('navigation', { name: 'Pages of the list' });
    const [previous, next] = ['Previous page', 'Next page'].map(name =>
      within(pages).getByRole('button', { name }),
    );
    expect(previous).toBeDisabled();
    stores = [aStore({ id: '2', display_name: 'Winter sale' })];
    await userEvent.click(next);
    expect(
      await screen.findByRole('link', { name: 'Winter sale' }),
    ).toBeInTheDocument();
    expect(lastQuery()).toBe('cursor=second');

    // Where nothing comes before any more, the list begins anew.
    links = { first: { next: 'second' }, back: { next: 'second' } };
    stores = [aStore()];
    await userEvent.click(previous);
    await waitFor(() => expect(lastQuery()).toBe(''));
    expect(
      screen.getByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
  });

  it('says what to do about an address that cannot be answered', async () => {
    server.use(
      http.get(`${API}/stores`, () =>
        answer(422, 'UnprocessableEntityError', 'query.engine: is not known'),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path: '?engine=Lost' });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Take the filters away',
    );
    server.use(http.get(`${API}/stores`, () => HttpResponse.json([aStore()])));
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
  });

  it('begins anew where the address holds the place in another list', async () => {
    server.use(
      http.get(`${API}/stores`, ({ request }) =>
        new URL(request.url).searchParams.has('cursor')
          ? HttpResponse.json(
              {
                error: { name: 'UnprocessableEntityError', message: 'Wrong' },
                response: { statusCode: 422 },
                detail: [
                  { loc: ['query', 'cursor'], msg: 'is not', type: 'x' },
                ],
              },
              { status: 422 },
            )
          : undefined,
      ),
    );
    renderPage(<UrumiStoresRouter />, { path: '?cursor=old' });
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is a list of cards on a narrow screen, with the filters folded away', async () => {
    window.matchMedia = query =>
      ({
        matches: query.includes('max-width: 767px'),
        addListener() {},
        removeListener() {},
        addEventListener() {},
        removeEventListener() {},
      } as Partial<MediaQueryList> as MediaQueryList);
    try {
      links = { first: { next: 'second' } };
      renderPage(<UrumiStoresRouter />);
      const list = await screen.findByRole('list', { name: 'Stores' });
      expect(screen.queryByRole('grid')).not.toBeInTheDocument();
      for (const text of ['Ready', 'summer.localhost', 'storefront']) {
        expect(within(list).getByText(text)).toBeInTheDocument();
      }
      expect(
        within(list).getByRole('link', { name: 'Summer sale' }),
      ).toHaveAttribute('href', `/stores/${aStore().id}`);
      expect(screen.queryByRole('switch')).not.toBeInTheDocument();
      await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
      await userEvent.click(screen.getByRole('switch', { name: 'Only mine' }));
      expect(
        await screen.findByRole('button', { name: 'Filters (1)' }),
      ).toHaveAttribute('aria-expanded', 'true');
      await userEvent.click(screen.getByRole('button', { name: /Newest/ }));
      await userEvent.click(screen.getByRole('option', { name: 'Name' }));
      await waitFor(() => expect(lastQuery()).toMatch(/^sort=display_name/));
      await userEvent.click(
        screen.getByRole('checkbox', { name: 'Choose Summer sale' }),
      );
      expect(screen.getByText('1 store chosen')).toBeInTheDocument();
    } finally {
      Reflect.deleteProperty(window, 'matchMedia');
    }
  });

  it('tells of simulated nodes, an unready backend and clusters out of reach', async () => {
    stores = [aStore({ conditions: [simulatedCondition] })];
    const incident = {
      code: 'AdmissionWebhookDown',
      message: 'A webhook is down.',
      owner: 'platform_operator',
      next_action: 'Start it',
      since: new Date(Date.now() - 65_000).toISOString(),
      stores_waiting: 10,
    };
    server.use(
      http.get(`${API}/readyz`, () =>
        HttpResponse.json(
          {
            ...readiness,
            status: 'unavailable',
            reasons: ['The worker has not ticked for 40 s'],
            clusters: [
              {
                ...readiness.clusters[0],
                reachable: false,
                incident: {
                  ...incident,
                  message: "The cluster 'local' does not answer.",
                  stores_waiting: 1,
                },
              },
              { ...readiness.clusters[0], name: 'west', incident },
            ],
          },
          { status: 503 },
        ),
      ),
    );
    renderPage(<UrumiStoresRouter />);
    expect(await screen.findByRole('note')).toHaveTextContent(
      'nothing of these stores really runs',
    );
    expect(
      await screen.findByText('The stores backend is not ready'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'The worker has not ticked for 40 s. Work waits and goes on by itself.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Cluster local cannot be reached'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        /does not answer, for 1 min, \d+ sec\. One store waits\. For a platform operator: Start it\. Work waits/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Cluster west holds stores up'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/webhook is down, for 1 min, .*\. 10 stores wait\./),
    ).toBeInTheDocument();
  });
});
