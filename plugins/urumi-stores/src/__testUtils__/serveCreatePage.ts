import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { JsonObject } from '@backstage/types';
import {
  Engine,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API } from './renderPage';
import { aStore, clusters, engine, limits, preview, readiness } from './stores';

interface Call {
  body: unknown;
  key: string | null;
}

interface State {
  engines: Engine[];
  /** Those that create. */
  calls: Call[];
  /** To them, in turn. */
  answers: Response[];
  /** Dry runs. */
  checks: JsonObject[];
  problems: StorePlanPreview['problems'];
}

function initialState(): State {
  return {
    engines: [engine],
    calls: [],
    answers: [],
    checks: [],
    problems: [],
  };
}

function accepted() {
  return HttpResponse.json(
    {
      store_id: aStore().id,
      status: 'QUEUED',
      namespace: aStore().namespace,
      queued_job_id: 'job-1',
    },
    { status: 202 },
  );
}

/**
 * Answers, for the tests of one `describe`, what the page that creates a store asks for. Each test
 * begins with one engine, no draft and nothing sent.
 */
export function serveCreatePage() {
  const server = setupServer();
  const backend = { server, ...initialState() };

  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    Object.assign(backend, initialState());
    window.sessionStorage.clear();
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/limits`, () => HttpResponse.json(limits)),
      http.get(`${API}/engines`, () => HttpResponse.json(backend.engines)),
      http.get(`${API}/clusters`, () => HttpResponse.json([clusters[0]])),
      http.post(`${API}/stores`, async ({ request }) => {
        const body = (await request.json()) as JsonObject;
        if (new URL(request.url).search === '?dry_run=true') {
          backend.checks.push(body);
          return HttpResponse.json({ ...preview, problems: backend.problems });
        }
        backend.calls.push({
          body,
          key: request.headers.get('idempotency-key'),
        });
        return backend.answers.shift() ?? accepted();
      }),
      http.get(`${API}/stores`, () => HttpResponse.json([])),
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(aStore({ status: 'QUEUED', url: null })),
      ),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  return backend;
}
