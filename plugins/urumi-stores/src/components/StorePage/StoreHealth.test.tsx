import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  StoreCondition,
  StoreDetails,
  StoreDrift,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  anEvent,
  readiness,
  resources,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;

const condition = (
  type: StoreCondition['type'],
  state: StoreCondition['state'],
): StoreCondition => ({
  type,
  state,
  reason: 'Because',
  message: `${type} is ${state}`,
  since: '2026-11-28T10:00:00.000Z',
});

const quota: StoreDrift = {
  kind: 'ResourceQuota',
  name: 'store',
  part: 'guardrails',
  change: 'changed',
  field: 'spec.hard.pods',
  expected: '5',
  actual: '50',
  changed_by: 'kubectl-edit',
  changed_at: '2026-11-28T10:41:00.000Z',
};
const drift: StoreDrift[] = [
  quota,
  {
    ...quota,
    kind: 'Secret',
    name: 'registry-1',
    field: 'data[.dockerconfigjson]',
    expected: null,
    actual: null,
  },
  {
    ...quota,
    kind: 'NetworkPolicy',
    name: 'default-deny',
    change: 'missing',
    field: null,
    expected: null,
    actual: null,
    changed_by: null,
    changed_at: null,
  },
  {
    ...quota,
    kind: 'NetworkPolicy',
    name: 'allow-all',
    change: 'added',
    field: null,
    expected: null,
    actual: null,
  },
];

let store: StoreDetails;
let reconciled: number;
const server = setupServer();

describe('the health of a store on its page', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    reconciled = 0;
    store = aStore({
      conditions: [condition('Drifted', 'true')],
      health: { cause: null, drift },
    });
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json(resources),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => HttpResponse.error()),
      http.post(`${API}/stores/:id/reconcile`, () => {
        reconciled += 1;
        store = {
          ...store,
          conditions: [
            condition('Drifted', 'true'),
            condition('Progressing', 'true'),
          ],
        };
        return HttpResponse.json(
          {
            store_id: store.id,
            status: store.status,
            namespace: store.namespace,
            queued_job_id: 'job-2',
          },
          { status: 202 },
        );
      }),
    );
  });
  afterAll(() => server.close());

  const drifted = () =>
    screen.findByRole('region', { name: 'Changed outside of the platform' });

  it('says of a degraded store why, whose turn it is and what to do, though it is READY', async () => {
    store = aStore({
      conditions: [condition('Degraded', 'true')],
      health: {
        cause: {
          code: 'ContainerCrashLoop',
          message: 'Container db crashed 5 times',
          error_class: 'operator_fixable',
          owner: 'platform_operator',
          next_action: 'Read the log',
        },
        drift: [],
      },
    });
    renderPage(<UrumiStoresRouter />, { path });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'Summer sale is degraded: Container db crashed 5 times',
    );
    expect(alert).toHaveTextContent('Read the log');
    expect(alert).toHaveTextContent('The platform engineers');
    expect(alert).toHaveTextContent('looked at again by itself');
    expect(screen.getByText('Degraded: Yes')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Reconcile' }),
    ).not.toBeInTheDocument();
  });

  it('shows what was changed, by whom and when, and shows no value that may be a secret', async () => {
    renderPage(<UrumiStoresRouter />, { path });
    const section = await drifted();
    const [, first, second, third, fourth] =
      within(section).getAllByRole('row');
    expect(first).toHaveTextContent(
      /ResourceQuota store.*spec\.hard\.pods.*5.*50.*kubectl-edit.*2026/,
    );
    expect(second).toHaveTextContent(/Secret registry-1.*Not shown.*Not shown/);
    expect(third).toHaveTextContent(
      /NetworkPolicy default-deny.*Missing.*Not known/,
    );
    expect(fourth).toHaveTextContent(/NetworkPolicy allow-all.*Added/);
    expect(section).toHaveTextContent('it is no proof of identity');
    expect(
      within(section).getByRole('link', { name: 'Read more in the runbook' }),
    ).toHaveAttribute(
      'href',
      '/docs/default/system/urumi-stores/runbook/#changed-outside',
    );
  });

  it('reconciles only after it has said what is overwritten', async () => {
    const { toasts } = renderPage(<UrumiStoresRouter />, { path });
    await drifted();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reconcile' }),
    );
    let dialog = screen.getByRole('dialog', { name: 'Reconcile Summer sale?' });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Leave it' }),
    );
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(reconciled).toBe(0);

    await userEvent.click(screen.getByRole('button', { name: 'Reconcile' }));
    dialog = screen.getByRole('dialog', { name: 'Reconcile Summer sale?' });
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'ResourceQuota store: spec.hard.pods becomes 5',
      'Secret registry-1: data[.dockerconfigjson] becomes what was applied',
      'NetworkPolicy default-deny: made again',
      'NetworkPolicy allow-all: removed',
    ]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Reconcile store' }),
    );
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(reconciled).toBe(1);
    expect(toasts).toEqual(['Summer sale is being reconciled']);
    expect(
      await screen.findByText('A job is at work on the store.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Reconcile' }),
    ).not.toBeInTheDocument();
  });

  it('keeps the question open when the server refuses', async () => {
    server.use(
      http.post(`${API}/stores/:id/reconcile`, () =>
        HttpResponse.json(
          {
            error: { name: 'ConflictError', message: 'It is DELETING' },
            response: { statusCode: 409 },
            detail: 'It is DELETING',
          },
          { status: 409 },
        ),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path });
    await drifted();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reconcile' }),
    );
    const dialog = screen.getByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Reconcile store' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It is DELETING',
    );
  });

  it('offers no way back to who may not update the store', async () => {
    renderPage(<UrumiStoresRouter />, { path, denied: ['urumi.store.update'] });
    const section = await drifted();
    expect(
      await within(section).findByText(
        'A member of the owning team can bring it back.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Reconcile' }),
    ).not.toBeInTheDocument();
  });

  it('shows in the log what was found', async () => {
    store = aStore({
      events: [
        {
          ...anEvent(7, 'Changed'),
          event_type: 'drift.detected',
          data: { findings: [{ ...quota }] },
        },
      ],
    });
    renderPage(<UrumiStoresRouter />, { path });
    const activity = await screen.findByRole('region', { name: 'Activity' });
    await userEvent.click(
      await within(activity).findByText('Changes outside of the platform: 1'),
    );
    expect(within(activity).getByRole('table')).toHaveTextContent(
      /spec\.hard\.pods.*kubectl-edit/,
    );
  });
});
