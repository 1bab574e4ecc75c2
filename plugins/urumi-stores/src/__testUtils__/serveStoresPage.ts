import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { API } from './renderPage';
import { aStore, engine, limits, otherEngine, readiness } from './stores';

const clusters = ['local', 'west'].map(name => ({ name }));

interface State {
  stores: Store[];
  /** What the list was asked for. */
  queries: URLSearchParams[];
  /** The cursors to go on with, by the cursor of a page or `first`. */
  links: Record<string, { next?: string; prev?: string }>;
}

function initialState(): State {
  return { stores: [aStore()], queries: [], links: {} };
}

/**
 * Answers, for the tests of one `describe`, what the page of all stores asks for. Each test begins
 * with one store on one page.
 */
export function serveStoresPage() {
  const server = setupServer();
  const backend = {
    server,
    ...initialState(),
    /** What the list was last asked for, without what it always is. */
    lastQuery() {
      const query = new URLSearchParams(
        backend.queries[backend.queries.length - 1],
      );
      query.delete('limit');
      if (query.get('sort') === '-created_at') {
        query.delete('sort');
      }
      if (query.get('include_deleted') === 'false') {
        query.delete('include_deleted');
      }
      return String(query);
    },
  };

  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    Object.assign(backend, initialState());
    server.resetHandlers(
      http.get(`${API}/stores`, ({ request }) => {
        const query = new URL(request.url).searchParams;
        backend.queries.push(query);
        const link = Object.entries(
          backend.links[query.get('cursor') ?? 'first'] ?? {},
        )
          .map(
            ([rel, cursor]) => `<${API}/stores?cursor=${cursor}>; rel="${rel}"`,
          )
          .join(', ');
        return HttpResponse.json(backend.stores, {
          headers: link ? { link } : {},
        });
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

  return backend;
}
