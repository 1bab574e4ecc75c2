import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, engine, limits, readiness } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const [FIRST, SECOND, THIRD] = ['1', '2', '3'];

let stores: Store[];
let asked: string[];
const server = setupServer();

/** A request for one store, as the tests tell them apart. */
const note = async (request: Request) => {
  const body = await request.text();
  const path = new URL(request.url).pathname.split('/stores/')[1];
  asked.push([request.method, path, body].filter(Boolean).join(' '));
};

function refusal(status: number, detail: string, headers = {}) {
  return HttpResponse.json(
    {
      error: { name: 'Refused', message: detail },
      response: { statusCode: status },
      detail,
    },
    { status, headers },
  );
}

const choose = async (...names: string[]) => {
  await screen.findByRole('link', { name: names[0] });
  for (const name of names) {
    const row = screen.getByRole('row', { name: new RegExp(name) });
    await userEvent.click(within(row).getByRole('checkbox'));
  }
};
const press = (name: string) =>
  userEvent.click(screen.getByRole('button', { name }));
const item = (name: string) => {
  const list = screen.getByRole('list', { name: 'Stores that this is about' });
  const found = within(list)
    .getAllByRole('listitem')
    .find(element => element.textContent?.startsWith(name));
  expect(found).toBeDefined();
  return found as HTMLElement;
};

describe('BulkActions', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    asked = [];
    stores = [
      aStore({ id: FIRST, display_name: 'Spring' }),
      aStore({
        id: SECOND,
        display_name: 'Summer',
        status: 'FAILED',
        url: null,
      }),
      aStore({ id: THIRD, display_name: 'Autumn' }),
    ];
    server.resetHandlers(
      http.get(`${API}/stores`, () => HttpResponse.json(stores)),
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/limits`, () => HttpResponse.json(limits)),
      http.get(`${API}/engines`, () =>
        HttpResponse.json([{ ...engine, chart_version: '0.2.0' }]),
      ),
      http.get(`${API}/clusters`, () => HttpResponse.json([])),
      http.delete(`${API}/stores/:id`, async ({ request, params }) => {
        await note(request);
        return params.id === SECOND
          ? refusal(409, 'A job holds this store')
          : HttpResponse.json({ store_id: params.id }, { status: 202 });
      }),
      http.post(`${API}/stores/:id/upgrade`, async ({ request, params }) => {
        await note(request);
        return HttpResponse.json({ store_id: params.id }, { status: 202 });
      }),
    );
  });
  afterAll(() => server.close());

  it('deletes the chosen stores once it is confirmed in writing, and tells each failure', async () => {
    renderPage(<UrumiStoresRouter />);
    await choose('Spring', 'Summer');
    expect(
      within(screen.getByRole('region', { name: 'Chosen stores' })).getByText(
        '2 stores chosen',
      ),
    ).toBeInTheDocument();
    await press('Delete');
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete 2 stores?',
    });
    expect(await within(dialog).findByText('Spring')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('summer.localhost');
    expect(dialog).toHaveTextContent('All that is in these stores goes');
    const submit = within(dialog).getByRole('button', {
      name: 'Delete 2 stores for good',
    });
    expect(submit).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', {
        name: 'Type delete 2 stores to confirm',
      }),
      'Delete 2 stores',
    );
    expect(asked).toEqual([]);
    await userEvent.click(submit);

    expect(
      await within(dialog).findByText('Deletion begun: 1 of 2'),
    ).toBeInTheDocument();
    expect(asked.sort()).toEqual(['DELETE 1', 'DELETE 2']);
    expect(item('Spring')).toHaveTextContent('Begun');
    expect(item('Summer')).toHaveTextContent('A job holds this store');

    server.use(
      http.delete(`${API}/stores/:id`, () =>
        HttpResponse.json({ store_id: SECOND }, { status: 202 }),
      ),
    );
    await press('Try the failed ones again');
    expect(
      await within(dialog).findByText('Deletion begun: 2 of 2'),
    ).toBeInTheDocument();
    await press('Done');
    await waitFor(() =>
      expect(
        screen.queryByRole('region', { name: 'Chosen stores' }),
      ).toBeNull(),
    );
  });

  it('leaves out what the person may not delete, and asks for the name of a single store', async () => {
    renderPage(<UrumiStoresRouter />, { deniedStores: [SECOND] });
    await choose('Spring', 'Summer');
    await press('Delete');
    await screen.findByText('Left out');
    expect(item('Summer')).toHaveTextContent('You may not do this');
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Type Spring to confirm' }),
      'Spring',
    );
    await press('Delete 1 store for good');
    await screen.findByText('Deletion begun: 1 of 1');
    expect(asked).toEqual(['DELETE 1']);
    await press('Done');
    expect(await screen.findByText('1 store chosen')).toBeInTheDocument();
  });

  it('says so where none of the chosen stores can be deleted', async () => {
    renderPage(<UrumiStoresRouter />, { denied: ['urumi.store.delete'] });
    await choose('Spring');
    await press('Delete');
    expect(
      await screen.findByText('None of these stores can be deleted'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).toBeNull();
    await press('Leave them');
    expect(await screen.findByText('1 store chosen')).toBeInTheDocument();
  });

  it('upgrades to the newest chart what is ready and does not run it yet', async () => {
    stores = [
      stores[0],
      stores[1],
      aStore({ id: THIRD, display_name: 'Autumn', chart_version: '0.2.0' }),
    ];
    renderPage(<UrumiStoresRouter />);
    await choose('Spring', 'Summer', 'Autumn');
    await press('Upgrade');
    await screen.findByText('Chart 0.1.0 to 0.2.0');
    expect(item('Summer')).toHaveTextContent('Only stores that are ready');
    expect(item('Autumn')).toHaveTextContent('runs the newest version');
    await userEvent.type(
      screen.getByRole('textbox', { name: /Spring/ }),
      'Spring',
    );
    await press('Upgrade 1 store');
    await screen.findByText('Upgrade begun: 1 of 1');
    expect(asked).toEqual(['POST 1/upgrade {"chart_version":"0.2.0"}']);
  });

  it('tells when it cannot find out what may be done', async () => {
    server.use(
      http.get(`${API}/engines`, () => refusal(503, 'The database is away')),
    );
    renderPage(<UrumiStoresRouter />);
    await choose('Spring');
    await press('Upgrade');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
  });

  it('keeps what was chosen while one goes through the pages', async () => {
    server.use(
      http.get(`${API}/stores`, ({ request }) => {
        const isSecond = new URL(request.url).searchParams.has('cursor');
        const link = `<${API}/stores?cursor=x>; rel="${
          isSecond ? 'prev' : 'next'
        }"`;
        return HttpResponse.json(isSecond ? [stores[2]] : [stores[0]], {
          headers: { link },
        });
      }),
    );
    renderPage(<UrumiStoresRouter />);
    await choose('Spring');
    await press('Next page');
    await choose('Autumn');
    expect(screen.getByText('2 stores chosen')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('switch', { name: 'Show deleted' }));
    await waitFor(() =>
      expect(screen.queryByText('2 stores chosen')).toBeNull(),
    );
  });
});
