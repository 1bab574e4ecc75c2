import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { SearchDocument } from '@backstage/plugin-search-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore } from '../../__testUtils__/stores';
import { isStoreSearchResult } from './isStoreSearchResult';
import { StoreSearchResultListItem } from './StoreSearchResultListItem';

const ids = [1, 2, 3].map(n => `019ab1c2-0000-7000-8000-00000000000${n}`);

/** What the search holds of a store. */
function aDocument(id: string, part: Partial<SearchDocument> = {}) {
  return {
    title: `Shop ${id.slice(-1)}`,
    text: `Online store (woocommerce) of storefront at shop-${id.slice(
      -1,
    )}.localhost`,
    location: `/catalog/default/resource/store-${id}`,
    kind: 'Resource',
    type: 'online-store',
    ...part,
  };
}

const server = setupServer();

describe('isStoreSearchResult', () => {
  const document = aDocument(ids[0]);

  it.each([
    ['a store', { type: 'software-catalog', document }, true],
    ['of another index', { type: 'techdocs', document }, false],
    [
      'another resource',
      { type: 'software-catalog', document: { ...document, type: 'database' } },
      false,
    ],
    [
      'no resource',
      {
        type: 'software-catalog',
        document: { ...document, kind: 'Component' },
      },
      false,
    ],
  ])('judges %s', (_, result, expected) => {
    expect(isStoreSearchResult(result)).toBe(expected);
  });
});

describe('StoreSearchResultListItem', () => {
  let asked: string[][];

  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    asked = [];
    server.resetHandlers(
      http.get(`${API}/stores`, ({ request }) => {
        asked.push(new URL(request.url).searchParams.getAll('id'));
        return HttpResponse.json([
          aStore({ id: ids[0] }),
          aStore({
            id: ids[1],
            status: 'FAILED',
            url: null,
            admin_url: null,
          }),
        ]);
      }),
    );
  });
  afterAll(() => server.close());

  const renderResults = () =>
    renderPage(
      <ul>
        {ids.map(id => (
          <li key={id} aria-label={id}>
            <StoreSearchResultListItem result={aDocument(id)} />
          </li>
        ))}
      </ul>,
    );
  const item = (id: string) =>
    within(screen.getByRole('listitem', { name: id }));

  it('shows the status that each store has now, read in one call', async () => {
    renderResults();
    expect(await item(ids[0]).findByText('Ready')).toBeInTheDocument();
    expect(item(ids[1]).getByText('Failed')).toBeInTheDocument();
    expect(item(ids[0]).getByRole('link', { name: 'Shop 1' })).toHaveAttribute(
      'href',
      `/catalog/default/resource/store-${ids[0]}`,
    );
    expect(
      item(ids[0]).getByRole('link', {
        name: 'Visit the shop: summer.localhost (opens in a new tab)',
      }),
    ).toHaveAttribute('href', aStore().url);
    expect(item(ids[1]).getAllByRole('link')).toHaveLength(1);
    expect(asked).toEqual([ids]);
  });

  it('shows a store without a status that the user may not see, or that is gone', async () => {
    renderResults();
    await item(ids[0]).findByText('Ready');
    expect(
      item(ids[2]).getByText(/^Online store \(woocommerce\) of storefront/),
    ).toBeInTheDocument();
    expect(item(ids[2]).queryByRole('status')).not.toBeInTheDocument();
  });

  it('says that the status is still read', async () => {
    server.use(http.get(`${API}/stores`, () => new Promise<never>(() => {})));
    renderResults();
    expect(
      await item(ids[0]).findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
  });

  it.each([403, 503])(
    'shows the stores without a status when the API answers %d',
    async status => {
      server.use(
        http.get(`${API}/stores`, () =>
          HttpResponse.json(
            { error: { name: 'Error', message: 'no' }, detail: 'no' },
            { status },
          ),
        ),
      );
      renderResults();
      await item(ids[0]).findByRole('link', { name: 'Shop 1' });
      await waitFor(() =>
        expect(screen.queryByRole('status')).not.toBeInTheDocument(),
      );
      expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    },
  );

  it('reads again when a store has changed', async () => {
    const { signal } = renderResults();
    await item(ids[1]).findByText('Failed');
    server.use(
      http.get(`${API}/stores`, () =>
        HttpResponse.json([aStore({ id: ids[1], status: 'DELETING' })]),
      ),
    );
    act(() => signal({ store_id: ids[1], version: 2 }));
    expect(
      await item(ids[1]).findByText('Deleting', {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    expect(item(ids[0]).getByText('Ready')).toBeInTheDocument();
  });

  it('marks what was searched for', async () => {
    renderPage(
      <StoreSearchResultListItem
        result={aDocument(ids[0])}
        highlight={{
          preTag: '<<',
          postTag: '>>',
          fields: { title: '<<Shop>> 1' },
        }}
      />,
    );
    const mark = await screen.findByText('Shop');
    expect(mark.tagName).toBe('MARK');
  });
});
