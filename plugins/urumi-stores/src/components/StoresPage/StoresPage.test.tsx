import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveStoresPage } from '../../__testUtils__/serveStoresPage';
import {
  aStore,
  limits,
  readiness,
  simulatedCondition,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('StoresPage', () => {
  const backend = serveStoresPage();

  it('lists stores with status, owner, age and address', async () => {
    backend.stores = [
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
    expect(backend.queries[0].get('include_deleted')).toBe('false');
  });

  it('says which READY stores are not well or have drifted', async () => {
    const since = '2026-11-28T10:00:00.000Z';
    const because = { reason: 'Because', message: 'Because', since };
    backend.stores = [
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
    backend.server.use(
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
    backend.server.use(
      http.get(`${API}/limits`, () => errorAnswer(500, 'Broken')),
    );
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    expect(screen.queryByRole('list', { name: 'Limits' })).toBeNull();
  });

  it('shows loading, then what to do where there are no stores', async () => {
    let proceed = () => {};
    const isAnswered = new Promise<void>(resolve => {
      proceed = resolve;
    });
    backend.server.use(
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
    backend.server.use(
      http.get(
        `${API}/stores`,
        () => errorAnswer(503, 'The database is away'),
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
    backend.server.use(
      http.get(`${API}/stores`, () => errorAnswer(403, 'Not yours')),
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
    backend.stores = [aStore({ status: 'PROVISIONING', url: null })];
    const { signal } = renderPage(<UrumiStoresRouter />);
    const row = await screen.findByRole('row', { name: /Summer sale/ });
    expect(within(row).getByText('Provisioning')).toBeInTheDocument();

    backend.stores = [aStore()];
    const before = backend.queries.length;
    act(() => signal({ store_id: backend.stores[0].id, version: 1 }));
    act(() => signal({ store_id: backend.stores[0].id, version: 2 }));
    act(() => signal({ store_id: 'another', version: 3 }));
    await waitFor(() => expect(row).toHaveTextContent('Ready'));
    expect(backend.queries.length).toBe(before + 1);
  });

  it('tells of simulated nodes, an unready backend and clusters out of reach', async () => {
    backend.stores = [aStore({ conditions: [simulatedCondition] })];
    const incident = {
      code: 'AdmissionWebhookDown',
      message: 'A webhook is down.',
      owner: 'platform_operator',
      next_action: 'Start it',
      since: new Date(Date.now() - 65_000).toISOString(),
      stores_waiting: 10,
    };
    backend.server.use(
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
