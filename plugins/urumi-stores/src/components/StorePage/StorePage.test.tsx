import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { openStoreTab } from '../../__testUtils__/openStoreTab';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  anEvent,
  readiness,
  resources,
  simulatedCondition,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

let store: StoreDetails;
let streams: {
  after: string | null;
  send: (text: string) => void;
}[];
let writes: string[];

const server = setupServer();
const path = `/${aStore().id}`;

function errorAnswer(status: number, detail: string) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message: detail },
      response: { statusCode: status },
      detail,
    },
    { status },
  );
}

function operation() {
  return HttpResponse.json(
    {
      store_id: store.id,
      status: store.status,
      namespace: store.namespace,
      queued_job_id: 'job-2',
    },
    { status: 202 },
  );
}

describe('StorePage', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    store = aStore();
    streams = [];
    writes = [];
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.delete(`${API}/stores/:id`, () => {
        writes.push('delete');
        store = { ...store, status: 'DELETING', url: null };
        return operation();
      }),
      http.post(`${API}/stores/:id/retry`, () => {
        writes.push('retry');
        store = { ...store, status: 'QUEUED', failure: null };
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
            streams.push({
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

  it('shows who the store is, its objects and its conditions', async () => {
    store = aStore({
      conditions: [
        {
          type: 'Verified',
          state: 'true',
          reason: 'OrderFound',
          message: 'An order was placed and found again',
          since: '2026-11-23T10:01:00.000Z',
        },
      ],
    });
    renderPage(<UrumiStoresRouter />, { path });
    expect(await screen.findByRole('status')).toHaveAccessibleName('Loading');

    expect(
      await screen.findByRole('heading', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Open shop/ })).toHaveAttribute(
      'href',
      'http://summer.localhost:8080',
    );
    expect(
      screen.getByRole('link', { name: /Catalog entity/ }),
    ).toHaveAttribute('href', `/catalog/default/resource/${store.namespace}`);
    expect(screen.getByText('Verified: Yes')).toBeInTheDocument();
    await openStoreTab('Kubernetes');
    const objects = screen.getByRole('region', { name: 'Kubernetes objects' });
    expect(
      await within(objects).findByText('Back-off pulling image "x"'),
    ).toBeInTheDocument();
    expect(within(objects).getByText('Failed')).toBeInTheDocument();
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Retry' }),
    ).not.toBeInTheDocument();
  });

  it('shows each step, what it waits for and how long it still may', async () => {
    const now = Date.now();
    store = aStore({
      status: 'PROVISIONING',
      url: null,
      conditions: [simulatedCondition],
      job: {
        id: 'job-1',
        action: 'PROVISION',
        state: 'IN_PROGRESS',
        attempt: 2,
        max_attempts: 5,
        position: null,
        waiting_for: null,
        locked_by: null,
        lease_expires_at: null,
        run_after: null,
        error_message: 'The API server was away',
        error_class: 'retryable',
        actor: 'user:default/sana',
        created_at: new Date(now).toISOString(),
        updated_at: new Date(now).toISOString(),
        completed_at: null,
      },
      steps: [
        {
          name: 'release',
          state: 'done',
          started_at: '2026-11-23T10:00:00.000Z',
          finished_at: '2026-11-23T10:00:04.000Z',
          message: 'Installed revision 1',
          deadline_ms: null,
          usual_ms: null,
        },
        {
          name: 'workloads',
          state: 'waiting',
          started_at: new Date(now - 60_000).toISOString(),
          finished_at: null,
          message: 'Waits for pod db-0',
          deadline_ms: 600_000,
          usual_ms: null,
        },
        {
          name: 'checkout',
          state: 'pending',
          started_at: null,
          finished_at: null,
          message: null,
          deadline_ms: null,
          usual_ms: null,
        },
      ],
    });
    renderPage(<UrumiStoresRouter />, { path });

    const progress = await screen.findByRole('region', { name: 'Progress' });
    const [release, workloads, checkout] =
      within(progress).getAllByRole('listitem');
    expect(release).toHaveTextContent(/Done.*release.*took 4 sec/);
    expect(workloads).toHaveAttribute('aria-current', 'step');
    expect(workloads).toHaveTextContent(/Waiting.*workloads.*for 1 min/);
    expect(workloads).toHaveTextContent('Waits for pod db-0');
    expect(workloads).toHaveTextContent(/(9|8) min, \d+ sec left/);
    expect(
      within(workloads).getByRole('progressbar', {
        name: 'Time used of step workloads',
      }),
    ).toHaveAttribute('aria-valuenow', '10');
    expect(checkout).toHaveTextContent('Not started');
    expect(progress).toHaveTextContent(
      'Attempt 2 of 5. The last attempt failed: The API server was away',
    );
    expect(screen.getByRole('note')).toHaveTextContent('Simulated cluster');
    expect(
      screen.getByText('Summer sale: Provisioning. workloads: Waiting'),
    ).toHaveAttribute('aria-live', 'polite');
  });

  it('says why it failed and whose turn it is, and retries', async () => {
    store = aStore({
      status: 'FAILED',
      url: null,
      failure: {
        code: 'ImagePullFailed',
        message: 'The image x cannot be pulled',
        error_class: 'operator_fixable',
        owner: 'platform_operator',
        next_action: 'Push the image, then retry',
      },
    });
    const { toasts } = renderPage(<UrumiStoresRouter />, { path });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'Summer sale failed: The image x cannot be pulled',
    );
    expect(alert).toHaveTextContent('Push the image, then retry');
    expect(alert).toHaveTextContent('The platform engineers');
    expect(alert).toHaveTextContent('to be mended by the platform engineers');
    expect(alert).toHaveTextContent('ImagePullFailed');
    expect(
      within(alert).getByRole('link', { name: 'Read more in the runbook' }),
    ).toHaveAttribute(
      'href',
      '/docs/default/system/urumi-stores/runbook/#image-pull-failed',
    );

    await userEvent.click(
      await within(alert).findByRole('button', { name: 'Retry' }),
    );
    await waitFor(() => expect(alert).not.toBeInTheDocument());
    expect(writes).toEqual(['retry']);
    expect(toasts).toEqual(['Retry of Summer sale is queued']);
  });

  it('does not count all revisions of a long history before a deletion', async () => {
    server.use(
      http.get(`${API}/stores/:id/revisions`, ({ request }) =>
        HttpResponse.json(Array(500).fill({}), {
          headers: { link: `<${request.url}&cursor=next>; rel="next"` },
        }),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    expect(
      await screen.findByText(/the history of more than 500 revisions/),
    ).toBeInTheDocument();
  });

  it('deletes only after the name was typed, and gives the focus back', async () => {
    renderPage(<UrumiStoresRouter />, { path });
    const open = await screen.findByRole('button', { name: 'Delete' });
    await userEvent.click(open);
    let dialog = screen.getByRole('dialog', { name: 'Delete Summer sale?' });
    expect(dialog).toHaveTextContent('the database volume');
    expect(dialog).toHaveTextContent('orders');
    expect(dialog).toHaveTextContent('uploads');
    expect(dialog).toHaveTextContent('summer.localhost');
    expect(dialog).toHaveTextContent('admin login');
    expect(
      await within(dialog).findByText('volume data-db-0 (10Gi)'),
    ).toBeInTheDocument();
    expect(
      await within(dialog).findByText(/the history of 2 revisions/),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Delete store' }),
    ).toBeDisabled();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(open).toHaveFocus());

    await userEvent.click(open);
    dialog = screen.getByRole('dialog', { name: 'Delete Summer sale?' });
    const confirmation = within(dialog).getByRole('textbox', {
      name: 'Type Summer sale to confirm',
    });
    await userEvent.type(confirmation, 'Summer');
    const confirm = within(dialog).getByRole('button', {
      name: 'Delete store',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(confirmation, ' sale');
    await userEvent.click(confirm);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(writes).toEqual(['delete']);
    expect(
      await screen.findByText(/Summer sale: Deleting/),
    ).toBeInTheDocument();
  });

  it('keeps the delete dialog open when the server refuses', async () => {
    server.use(
      http.delete(`${API}/stores/:id`, () =>
        errorAnswer(429, 'Too many writes'),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), store.namespace);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete store' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Too many writes',
    );
  });

  it('shows the admin login when asked, and forgets it', async () => {
    // Also brings a clipboard.
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    server.use(
      http.get(
        `${API}/stores/:id/credentials`,
        () => errorAnswer(409, 'The store is not there yet'),
        { once: true },
      ),
      http.get(`${API}/stores/:id/credentials`, () =>
        HttpResponse.json({
          store_id: store.id,
          username: 'admin',
          password: 'correct horse',
          admin_url: 'http://summer.localhost:8080/wp-admin',
        }),
      ),
    );
    const { toasts } = renderPage(<UrumiStoresRouter />, { path });
    await user.click(
      await screen.findByRole('button', { name: 'Show admin login' }),
    );
    const dialog = screen.getByRole('dialog', { name: 'Admin login' });
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('There is no admin login yet');
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(
      await within(dialog).findByText('correct horse'),
    ).toBeInTheDocument();
    await user.click(
      within(dialog).getByRole('button', { name: 'Copy password' }),
    );
    await waitFor(() => expect(toasts).toEqual(['Copied to the clipboard']));
    expect(write).toHaveBeenCalledWith('correct horse');
    // The message of the app stands outside of the dialog.
    expect(within(dialog).getByText('Copied to the clipboard')).toHaveAttribute(
      'role',
      'status',
    );

    await user.click(within(dialog).getByRole('button', { name: 'Hide' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(screen.queryByText('correct horse')).not.toBeInTheDocument();
  });

  it('offers nothing that is not allowed', async () => {
    store = aStore({ status: 'FAILED', url: null });
    renderPage(<UrumiStoresRouter />, {
      path,
      denied: [
        'urumi.store.update',
        'urumi.store.delete',
        'urumi.store.credentials.read',
      ],
    });
    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(
      await screen.findByText(
        'A member of the owning team can delete the store.',
      ),
    ).toBeInTheDocument();
    for (const name of ['Retry', 'Delete', 'Show admin login']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('adds events as they stream in, newest first, each once', async () => {
    store = aStore({ events: [anEvent(7, 'Seventh')] });
    renderPage(<UrumiStoresRouter />, { path });
    const activity = await screen.findByRole('region', { name: 'Activity' });
    await waitFor(() => expect(streams).toHaveLength(1));
    expect(streams[0].after).toBe('7');

    const eighth = JSON.stringify(anEvent(8, 'Eighth'));
    streams[0].send(': keep-alive\n\nid: 7\ndata: ');
    streams[0].send(`${JSON.stringify(anEvent(7, 'Seventh'))}\n\n`);
    streams[0].send(`id: 8\nevent: step.finished\ndata: ${eighth}\n\n`);
    expect(await within(activity).findByText('Eighth')).toBeInTheDocument();
    const [first, second, ...others] =
      within(activity).getAllByRole('listitem');
    expect(first).toHaveTextContent('Eighth');
    expect(second).toHaveTextContent('Seventh');
    expect(others).toEqual([]);
  });

  it.each([
    [400, 'The request is not right'],
    [404, 'There is no such store'],
    [403, 'You may not do this'],
    [500, 'The stores backend could not answer'],
  ])('tells of a %d', async (status, title) => {
    server.use(
      http.get(`${API}/stores/:id`, () => errorAnswer(status, 'Because.')),
    );
    renderPage(<UrumiStoresRouter />, { path });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(title);
    expect(alert).toHaveTextContent('Because.');
    expect(
      within(alert).getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });
});
