import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  StoreDetails,
  StoreStep,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  anEvent,
  readiness,
  resources,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

let store: StoreDetails;

const server = setupServer();

function aStep(name: string, changes: Partial<StoreStep> = {}): StoreStep {
  return {
    name,
    state: 'pending',
    started_at: null,
    finished_at: null,
    message: null,
    deadline_ms: null,
    usual_ms: null,
    ...changes,
  };
}

/** So many milliseconds ago, with some to spare for the test to run. */
const ago = (milliseconds: number) =>
  new Date(Date.now() - milliseconds).toISOString();

const job: StoreDetails['job'] = {
  id: 'job-1',
  action: 'PROVISION',
  state: 'IN_PROGRESS',
  attempt: 1,
  max_attempts: 5,
  position: null,
  waiting_for: null,
  locked_by: null,
  lease_expires_at: null,
  run_after: null,
  error_message: null,
  error_class: null,
  actor: 'user:default/sana',
  created_at: ago(60_000),
  updated_at: ago(0),
  completed_at: null,
};

function provisioning(
  steps: StoreStep[],
  changes: Partial<StoreDetails> = {},
): StoreDetails {
  return aStore({ status: 'PROVISIONING', url: null, job, steps, ...changes });
}

async function renderProgress() {
  renderPage(<UrumiStoresRouter />, { path: `/${store.id}` });
  return screen.findByRole('region', { name: 'Progress' });
}

describe('StorePage, as a timeline', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () => HttpResponse.json(store)),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json(resources),
      ),
      http.get(`${API}/stores/:id/usage`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/kubernetes-events`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

  it('says how long each step usually takes here, and what is left of all', async () => {
    const hour = 3_600_000;
    store = provisioning([
      aStep('release', {
        state: 'done',
        started_at: ago(70_000),
        finished_at: ago(66_000),
        usual_ms: hour,
      }),
      aStep('workloads', {
        state: 'waiting',
        started_at: ago(65_000),
        usual_ms: 2 * hour,
      }),
      aStep('checkout', { usual_ms: hour }),
    ]);
    const progress = await renderProgress();
    const [release, workloads, checkout] =
      within(progress).getAllByRole('listitem');
    expect(release).toHaveTextContent(/took 4 sec$/);
    expect(workloads).toHaveTextContent(
      /for 1 min, \d+ sec, usually 2 hr, 0 min, some 1 hr, 58 min left/,
    );
    expect(checkout).toHaveTextContent('usually 1 hr, 0 min');
    expect(progress).toHaveTextContent(
      'Some 2 hr, 58 min left, as such jobs usually go here.',
    );
  });

  it('does not promise an end when a step takes longer than usual, or nothing is known', async () => {
    store = provisioning([
      aStep('workloads', {
        state: 'waiting',
        started_at: ago(65_000),
        usual_ms: 40_000,
      }),
      aStep('checkout'),
    ]);
    const progress = await renderProgress();
    const [workloads, checkout] = within(progress).getAllByRole('listitem');
    expect(workloads).toHaveTextContent('longer than usual (40 sec)');
    expect(checkout).not.toHaveTextContent('usual');
    expect(progress).not.toHaveTextContent('as such jobs usually go here');
  });

  it('says what is waited for, with the warning of the log that explains it', async () => {
    store = provisioning(
      [
        aStep('workloads', {
          state: 'waiting',
          started_at: '2026-11-23T10:00:00.000Z',
          message: 'Waiting for pod web-1',
        }),
      ],
      {
        events: [
          { ...anEvent(9, 'Something else'), job_id: 'job-1' },
          {
            ...anEvent(8, 'Back-off pulling image "x"'),
            level: 'warning',
            job_id: 'job-1',
          },
        ],
      },
    );
    const progress = await renderProgress();
    const step = within(progress).getByRole('listitem');
    expect(step).toHaveTextContent('Waiting for pod web-1');
    expect(step).toHaveTextContent('Back-off pulling image "x"');
    expect(step).not.toHaveTextContent('Something else');

    await userEvent.click(
      within(step).getByRole('button', { name: 'See its pods and their logs' }),
    );
    expect(screen.getByRole('tab', { name: 'Kubernetes' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    expect(
      screen.getByRole('region', { name: 'Logs of pods' }),
    ).toBeInTheDocument();
  });
});
