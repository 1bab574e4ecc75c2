import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { API } from './renderPage';
import { aStore, readiness, resources } from './stores';

interface State {
  store: StoreDetails;
  /** Those that were opened for events. */
  streams: {
    after: string | null;
    send: (text: string) => void;
  }[];
  /** What was done to the store. */
  writes: string[];
}

function initialState(): State {
  return { store: aStore(), streams: [], writes: [] };
}

/**
 * Answers, for the tests of one `describe`, what the page of a store asks for. Each test begins with
 * a READY store that nothing has happened to.
 */
export function serveStorePage() {
  const server = setupServer();
  const backend = { server, ...initialState() };

  function operation() {
    const { id, status, namespace } = backend.store;
    return HttpResponse.json(
      { store_id: id, status, namespace, queued_job_id: 'job-2' },
      { status: 202 },
    );
  }

  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    Object.assign(backend, initialState());
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(backend.store)),
      http.delete(`${API}/stores/:id`, () => {
        backend.writes.push('delete');
        backend.store = { ...backend.store, status: 'DELETING', url: null };
        return operation();
      }),
      http.post(`${API}/stores/:id/retry`, () => {
        backend.writes.push('retry');
        backend.store = { ...backend.store, status: 'QUEUED', failure: null };
        return operation();
      }),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json(resources),
      ),
      http.get(`${API}/stores/:id/usage`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/kubernetes-events`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/revisions`, () =>
        HttpResponse.json([{}, {}]),
      ),
      http.get(`${API}/stores/:id/events/stream`, ({ request }) => {
        const encoder = new TextEncoder();
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            backend.streams.push({
              after: request.headers.get('last-event-id'),
              send: text => controller.enqueue(encoder.encode(text)),
            });
          },
        });
        return new HttpResponse(body, {
          headers: { 'content-type': 'text/event-stream' },
        });
      }),
    );
  });
  afterAll(() => server.close());

  return backend;
}
