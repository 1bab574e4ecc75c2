import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../__testUtils__/renderPage';
import { serveStorePage } from '../../__testUtils__/serveStorePage';
import {
  aStore,
  anEvent,
  simulatedCondition,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;

describe('StorePage', () => {
  const backend = serveStorePage();

  it('shows each step, what it waits for and how long it still may', async () => {
    const now = Date.now();
    backend.store = aStore({
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
    backend.store = aStore({
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
    expect(backend.writes).toEqual(['retry']);
    expect(toasts).toEqual(['Retry of Summer sale is queued']);
  });

  it('adds events as they stream in, newest first, each once', async () => {
    backend.store = aStore({ events: [anEvent(7, 'Seventh')] });
    renderPage(<UrumiStoresRouter />, { path });
    const activity = await screen.findByRole('region', { name: 'Activity' });
    await waitFor(() => expect(backend.streams).toHaveLength(1));
    expect(backend.streams[0].after).toBe('7');

    const eighth = JSON.stringify(anEvent(8, 'Eighth'));
    backend.streams[0].send(': keep-alive\n\nid: 7\ndata: ');
    backend.streams[0].send(`${JSON.stringify(anEvent(7, 'Seventh'))}\n\n`);
    backend.streams[0].send(`id: 8\nevent: step.finished\ndata: ${eighth}\n\n`);
    expect(await within(activity).findByText('Eighth')).toBeInTheDocument();
    const [first, second, ...others] =
      within(activity).getAllByRole('listitem');
    expect(first).toHaveTextContent('Eighth');
    expect(second).toHaveTextContent('Seventh');
    expect(others).toEqual([]);
  });
});
