import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  KubernetesEvents,
  StoreLog,
  StoreResources,
  StoreUsage,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, readiness, resources } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const { cluster, namespace } = resources;
const path = `/${aStore().id}?tab=kubernetes`;
const TIME = '2026-11-23T10:00:00.123456789Z';

let objects: StoreResources;
let usage: StoreUsage;
let events: KubernetesEvents;
let log: StoreLog;
let asked: string[];

const server = setupServer();

function refusal(status: number, detail: string) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message: detail },
      response: { statusCode: status },
      detail,
    },
    { status },
  );
}

async function renderRegion(name: string, options: { denied?: string[] } = {}) {
  renderPage(<UrumiStoresRouter />, { path, ...options });
  return screen.findByRole('region', { name });
}

describe('StorePage, as a view of the cluster', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    asked = [];
    objects = resources;
    usage = { cluster, namespace, items: [] };
    events = { cluster, namespace, items: [], truncated: false };
    log = {
      cluster,
      namespace,
      pod: 'web-1',
      container: 'web',
      previous: false,
      truncated: false,
      absent: null,
      lines: [{ time: TIME, text: 'The shop is open' }],
    };
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(aStore())),
      http.get(`${API}/stores/:id/resources`, () => HttpResponse.json(objects)),
      http.get(`${API}/stores/:id/usage`, () => HttpResponse.json(usage)),
      http.get(`${API}/stores/:id/kubernetes-events`, () =>
        HttpResponse.json(events),
      ),
      http.get(`${API}/stores/:id/logs`, ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json(log);
      }),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  it('shows what is used of the limits, and reads it again only when asked', async () => {
    usage.items = [
      { resource: 'services.nodeports', used: '0', hard: '0', share: null },
      { resource: 'pods', used: '2', hard: '10', share: 0.2 },
      { resource: 'limits.cpu', used: '1500m', hard: '2', share: 0.75 },
    ];
    const region = await renderRegion('Limits and use');
    const bar = await within(region).findByRole('progressbar', {
      name: 'CPU, at most: 1500m of 2',
    });
    expect(bar).toHaveAttribute('aria-valuenow', '75');
    expect(
      within(region)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['CPU, at most1500m of 2', 'Pods2 of 10']);

    usage = { ...usage, items: [{ ...usage.items[1], used: '3', share: 0.3 }] };
    await userEvent.click(
      within(region).getByRole('button', { name: /Read again/ }),
    );
    expect(await within(region).findByText('3 of 10')).toBeInTheDocument();
  });

  it.each([
    ['Limits and use', 'usage', 'nothing is used'],
    ['Kubernetes events', 'kubernetes-events', 'tells nothing of this store'],
  ])(
    'says of %s that there is none, or why it is not known',
    async (...row) => {
      const [name, route, empty] = row;
      const region = await renderRegion(name);
      await waitFor(() => expect(region).toHaveTextContent(empty));
      server.use(
        http.get(`${API}/stores/:id/${route}`, () =>
          refusal(503, 'The cluster is away'),
        ),
      );
      await userEvent.click(
        within(region).getByRole('button', { name: /Read again/ }),
      );
      expect(await within(region).findByRole('alert')).toHaveTextContent(
        'The cluster is away',
      );
    },
  );

  it('shows what Kubernetes tells', async () => {
    events.items = [
      {
        level: 'warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container',
        kind: 'Pod',
        name: 'web-1',
        count: 7,
        first_seen: '2026-11-23T10:00:00.000Z',
        last_seen: '2026-11-23T10:05:00.000Z',
      },
    ];
    const region = await renderRegion('Kubernetes events');
    const row = (await within(region).findByText('BackOff, 7 times')).closest(
      '[role="row"]',
    );
    expect(row).toHaveTextContent('Pod web-1');
    expect(row).toHaveTextContent('Back-off restarting failed container');
  });

  it('says when newer events than those that it shows may be missing', async () => {
    events.truncated = true;
    const region = await renderRegion('Kubernetes events');
    expect(
      await within(region).findByText(/newer ones may be missing/),
    ).toBeInTheDocument();
  });

  it('reads a log only when asked, of the container that was chosen', async () => {
    const region = await renderRegion('Logs of pods');
    const show = await within(region).findByRole('button', {
      name: 'Show log',
    });
    expect(asked).toEqual([]);
    await userEvent.click(show);
    const text = await within(region).findByRole('log', {
      name: 'Log of container web of pod web-1',
    });
    expect(text).toHaveTextContent('10:00:00.123 The shop is open');
    expect(text).toHaveAttribute('tabindex', '0');

    await userEvent.click(
      within(region).getByRole('button', { name: /Container/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'prepare (runs first)' }),
    );
    await userEvent.click(
      within(region).getByRole('switch', { name: 'The run before' }),
    );
    // What is shown is never that of another container.
    expect(within(region).queryByRole('log')).not.toBeInTheDocument();
    expect(
      within(region).getByRole('switch', { name: 'Follow' }),
    ).toBeDisabled();
    log = {
      ...log,
      lines: [],
      absent: {
        reason: 'NotStarted',
        message: 'previous terminated container "prepare" not found',
      },
    };
    await userEvent.click(
      within(region).getByRole('button', { name: 'Show log' }),
    );
    expect(await within(region).findByRole('note')).toHaveTextContent(
      'There is no logprevious terminated container "prepare" not found',
    );
    expect(asked).toEqual([
      '?pod=web-1&container=web',
      '?pod=web-1&container=prepare&previous=true',
    ]);
  });

  it('goes on with the pod that is read when another one becomes worse', async () => {
    const [web] = resources.items;
    const pods = (first: string, second: string) => ({
      ...resources,
      items: [
        { ...web, name: 'web-1', health: 'failed', message: first },
        { ...web, name: 'web-2', health: 'healthy', message: second },
      ] as StoreResources['items'],
    });
    objects = pods('Was worse', 'Was well');
    const region = await renderRegion('Logs of pods');
    await userEvent.click(
      await within(region).findByRole('button', { name: 'Show log' }),
    );
    await within(region).findByText(/The shop is open/);

    const { items } = pods('Is well now', 'Is worse now');
    objects = { ...resources, items: items.reverse() };
    objects.items[0].health = 'failed';
    objects.items[1].health = 'healthy';
    act(() => {
      window.dispatchEvent(new Event('online'));
    });
    await screen.findByText('Is worse now', undefined, { timeout: 5_000 });
    expect(within(region).getByText(/The shop is open/)).toBeInTheDocument();
    expect(
      within(region).getByRole('button', { name: /web-1/ }),
    ).toBeInTheDocument();
  });

  it('follows a log from its last line on', async () => {
    const region = await renderRegion('Logs of pods');
    await userEvent.click(
      await within(region).findByRole('button', { name: 'Show log' }),
    );
    await within(region).findByText(/The shop is open/);
    log = {
      ...log,
      truncated: true,
      lines: [{ time: '2026-11-23T10:00:01.5Z', text: 'An order came in' }],
    };
    await userEvent.click(
      within(region).getByRole('switch', { name: 'Follow' }),
    );
    expect(
      await within(region).findByText(/An order came in/, undefined, {
        timeout: 8_000,
      }),
    ).toBeInTheDocument();
    expect(within(region).getByText(/The shop is open/)).toBeInTheDocument();
    expect(region).toHaveTextContent(
      'Older lines are left out. New lines are added as they come.',
    );
    expect(asked[1]).toBe(
      `?pod=web-1&container=web&since=${encodeURIComponent(TIME)}`,
    );
  }, 15_000);

  it('tells why a log cannot be read', async () => {
    server.use(
      http.get(`${API}/stores/:id/logs`, () =>
        refusal(404, 'Pod web-1 is not there any more'),
      ),
    );
    const region = await renderRegion('Logs of pods');
    await userEvent.click(
      await within(region).findByRole('button', { name: 'Show log' }),
    );
    expect(await within(region).findByRole('alert')).toHaveTextContent(
      'Pod web-1 is not there any more',
    );
  });

  it.each([
    [
      'that nothing runs on simulated nodes',
      { simulated_nodes: true },
      'the nodes of cluster local are simulated',
    ],
    ['that there are no pods', { items: [] }, 'The store has no pod'],
  ])('says %s', async (_, changes, words) => {
    objects = { ...resources, ...changes };
    const region = await renderRegion('Logs of pods');
    await waitFor(() => expect(region).toHaveTextContent(words));
    expect(
      within(region).queryByRole('button', { name: 'Show log' }),
    ).not.toBeInTheDocument();
  });

  it('says who may read logs to those who may not', async () => {
    const region = await renderRegion('Logs of pods', {
      denied: ['urumi.store.logs.read'],
    });
    await waitFor(() =>
      expect(region).toHaveTextContent(
        'A member of the owning team can read the logs',
      ),
    );
    expect(
      within(region).queryByRole('button', { name: 'Show log' }),
    ).not.toBeInTheDocument();
  });
});
