import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  StoreDetails,
  StoreRevision,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { openStoreTab } from '../../__testUtils__/openStoreTab';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, engine, readiness } from '../../__testUtils__/stores';
import { formatTime } from '../../lib/time';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;

const first: StoreRevision = {
  revision: 1,
  current: false,
  state: null,
  action: 'PROVISION',
  job_id: 'job-1',
  job_state: 'SUCCEEDED',
  actor: 'user:default/sana',
  message: 'The store was installed.',
  chart_version: '0.1.0',
  chart_digest: 'abc',
  plan: 'small',
  parameters: {},
  created_at: '2026-11-28T10:00:00.000Z',
  rollback: { possible: true, reason: 'The database fits both versions.' },
};
const failed: StoreRevision = {
  ...first,
  revision: 2,
  state: 'superseded',
  action: 'UPGRADE',
  job_state: 'FAILED',
  message: 'Upgrade: plan small to large. It failed: Pod web-1 crashes.',
  rollback: { possible: false, reason: 'It was never proven.' },
};
const current: StoreRevision = {
  ...first,
  revision: 3,
  current: true,
  state: 'deployed',
  action: 'ROLLBACK',
  message: 'Back to revision 1 by itself.',
  rollback: { possible: false, reason: 'The store runs this revision.' },
};

let store: StoreDetails;
let revisions: StoreRevision[];
let calls: [string, unknown][];
const server = setupServer();

function accepted(what: string) {
  return async ({ request }: { request: Request }) => {
    calls.push([what, await request.json()]);
    return HttpResponse.json(
      {
        store_id: store.id,
        status: store.status,
        namespace: store.namespace,
        queued_job_id: 'job-4',
      },
      { status: 202 },
    );
  };
}

async function showHistory(options: { denied?: string[] } = {}) {
  renderPage(<UrumiStoresRouter />, { path, ...options });
  await openStoreTab('History');
  return screen.findByRole('region', { name: 'History' });
}

describe('the history of a store on its page', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    calls = [];
    store = aStore({ parameters: { currency: 'EUR', sample_products: true } });
    revisions = [current, failed, first];
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/engines`, () => HttpResponse.json([engine])),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
      http.get(`${API}/stores/:id/revisions`, () =>
        HttpResponse.json(revisions),
      ),
      http.get(`${API}/stores/:id/revisions/1/diff`, () =>
        HttpResponse.json({
          from: 1,
          to: 3,
          chart: { before: '0.1.0', after: '0.1.0' },
          values: [{ path: 'web.workers', before: '6', after: null }],
          manifest: null,
          note: 'The cluster no longer keeps the objects of revision 1.',
        }),
      ),
      http.post(`${API}/stores/:id/upgrade`, accepted('upgrade')),
      http.post(`${API}/stores/:id/rollback`, accepted('rollback')),
    );
  });
  afterAll(() => server.close());

  it('shows older pages when asked, down to the first revision', async () => {
    server.use(
      http.get(`${API}/stores/:id/revisions`, ({ request }) => {
        const at = Number(new URL(request.url).searchParams.get('cursor') ?? 0);
        const link = `<${request.url.split('?')[0]}?cursor=${
          at + 1
        }>; rel="next"`;
        return HttpResponse.json(revisions.slice(at, at + 1), {
          headers: at + 1 < revisions.length ? { link } : {},
        });
      }),
    );
    const history = await showHistory();
    const older = await within(history).findByRole('button', {
      name: 'Show older',
    });
    expect(within(history).getAllByRole('listitem')).toHaveLength(1);
    for (const shown of [2, 3]) {
      await userEvent.click(older);
      await waitFor(() =>
        expect(within(history).getAllByRole('listitem')).toHaveLength(shown),
      );
    }
    expect(older).not.toBeInTheDocument();
  });

  it('is read when it is asked for, and says who, why and what became of it', async () => {
    const history = await showHistory();
    const items = await within(history).findAllByRole('listitem');
    expect(items).toHaveLength(3);
    expect(items[0]).toHaveTextContent('Revision 3, runs now');
    expect(
      within(items[0]).getByText(formatTime(current.created_at)),
    ).toHaveAttribute('datetime', current.created_at);
    expect(items[1]).toHaveTextContent('Pod web-1 crashes');
    expect(items[1]).toHaveTextContent('by user:default/sana');
    expect(items[1]).toHaveTextContent(
      'No way back to it: It was never proven.',
    );
    expect(items[2]).toHaveTextContent('no longer kept in the cluster');
    expect(
      within(items[1]).queryByRole('button', { name: /Roll back/ }),
    ).not.toBeInTheDocument();
  });

  it('compares a revision with the one that runs, and says what cannot be said', async () => {
    const history = await showHistory();
    await userEvent.click(
      await within(history).findByRole('button', {
        name: 'Compare revision 1 with the one that runs now',
      }),
    );
    const table = await within(history).findByRole('table', {
      name: 'Values that differ: 1',
    });
    expect(
      within(table).getByRole('row', { name: /web\.workers 6 Not set/ }),
    ).toBeInTheDocument();
    expect(history).toHaveTextContent('no longer keeps the objects');
  });

  it('rolls back after it has said what that means and what the engine says', async () => {
    const history = await showHistory();
    await userEvent.click(
      await within(history).findByRole('button', {
        name: 'Roll back to revision 1',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('The database fits both versions.');
    expect(dialog).toHaveTextContent('orders stay');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Roll back store' }),
    );
    await waitFor(() => expect(calls).toEqual([['rollback', { revision: 1 }]]));
  });

  it('offers neither way to who may not go it', async () => {
    const history = await showHistory({
      denied: [
        'urumi.store.rollback',
        'urumi.store.upgrade',
        'urumi.store.logs.read',
      ],
    });
    expect(
      await within(history).findByText(
        'A member of the owning team can roll the store back.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Compare|Roll back|Upgrade/ }),
    ).not.toBeInTheDocument();
  });

  it('asks for nothing but what was changed in the form', async () => {
    renderPage(<UrumiStoresRouter />, { path });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Upgrade' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      await within(dialog).findByRole('radio', { name: /Large/ }),
    );
    await userEvent.click(
      within(dialog).getByRole('switch', { name: 'Sample products' }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Upgrade store' }),
    );
    await waitFor(() =>
      expect(calls).toEqual([
        [
          'upgrade',
          {
            plan: 'large',
            parameters: { sample_products: false },
            roll_back_on_failure: true,
          },
        ],
      ]),
    );
  });

  it('says why an upgrade was refused, in the words of the API', async () => {
    server.use(
      http.post(`${API}/stores/:id/upgrade`, () =>
        HttpResponse.json(
          {
            error: { name: 'UnprocessableEntityError', message: 'body' },
            response: { statusCode: 422 },
            detail: [
              {
                loc: ['body'],
                msg: 'must name chart_version, plan or parameters',
                type: 'value_error',
              },
            ],
          },
          { status: 422 },
        ),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Upgrade' }),
    );
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByRole('radio', { name: /Large/ });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Upgrade store' }),
    );
    expect(
      await within(dialog).findByText(/must name chart_version/),
    ).toBeInTheDocument();
  });
});
