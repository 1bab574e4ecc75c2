import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveStoresPage } from '../../__testUtils__/serveStoresPage';
import { aStore } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('StoresPage', () => {
  const backend = serveStoresPage();

  it('shows what its address says, and leaves out what cannot be', async () => {
    renderPage(<UrumiStoresRouter />, {
      path: '?q=sum&status=FAILED&status=LOST&owner=user%3Adefault%2Fada&sort=-status&cursor=second&deleted=true',
    });
    backend.links = { second: { prev: 'first' } };
    await screen.findByRole('link', { name: 'Summer sale' });
    expect(backend.lastQuery()).toBe(
      'sort=-status&include_deleted=true&q=sum&status=FAILED&owner=user%3Adefault%2Fada&cursor=second',
    );
    expect(screen.getByRole('searchbox')).toHaveValue('sum');
    expect(screen.getByRole('switch', { name: 'Show deleted' })).toBeChecked();
    expect(
      screen.getByRole('columnheader', { name: /Status/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('searches and filters on the server, and says when nothing matches', async () => {
    renderPage(<UrumiStoresRouter />);
    await screen.findByRole('link', { name: 'Summer sale' });
    backend.stores = [];
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search stores' }),
      'winter ',
    );
    expect(
      await screen.findByRole('heading', { name: 'No store matches' }),
    ).toBeInTheDocument();
    // On a slow machine the list is asked for before all is typed.
    await waitFor(() => expect(backend.lastQuery()).toBe('q=winter'));

    await userEvent.click(
      screen.getByRole('button', { name: 'Look among the deleted ones, too' }),
    );
    await waitFor(() =>
      expect(backend.lastQuery()).toBe('include_deleted=true&q=winter'),
    );
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    await waitFor(() => expect(backend.lastQuery()).toBe(''));
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
      await waitFor(() => expect(backend.lastQuery()).toContain(query));
    }
    await userEvent.click(screen.getByRole('switch', { name: 'Only mine' }));
    await waitFor(() =>
      expect(backend.lastQuery()).toBe(
        'status=QUEUED&status=FAILED&engine=medusa&owner=user%3Adefault%2Fsana&owner=group%3Adefault%2Fstorefront&owner=group%3Adefault%2Feverybody&cluster=west',
      ),
    );
    expect(screen.queryByRole('button', { name: /owner/ })).toBeNull();
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
      await waitFor(() =>
        expect(backend.lastQuery()).toBe(sort && `sort=${sort}`),
      );
    }
  });

  it('goes from page to page by cursor, and back', async () => {
    backend.links = {
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
    backend.stores = [aStore({ id: '2', display_name: 'Winter sale' })];
    await userEvent.click(next);
    expect(
      await screen.findByRole('link', { name: 'Winter sale' }),
    ).toBeInTheDocument();
    expect(backend.lastQuery()).toBe('cursor=second');

    // Where nothing comes before any more, the list begins anew.
    backend.links = { first: { next: 'second' }, back: { next: 'second' } };
    backend.stores = [aStore()];
    await userEvent.click(previous);
    await waitFor(() => expect(backend.lastQuery()).toBe(''));
    expect(
      screen.getByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
  });

  it('says what to do about an address that cannot be answered', async () => {
    backend.server.use(
      http.get(`${API}/stores`, () =>
        errorAnswer(422, 'query.engine: is not known'),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path: '?engine=Lost' });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Take the filters away',
    );
    backend.server.use(
      http.get(`${API}/stores`, () => HttpResponse.json([aStore()])),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toBeInTheDocument();
  });

  it('begins anew where the address holds the place in another list', async () => {
    backend.server.use(
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
});
