import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveCreatePage } from '../../__testUtils__/serveCreatePage';
import { otherEngine } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('CreateStorePage', () => {
  const backend = serveCreatePage();

  it('shows by itself what would be made, as the form changes', async () => {
    backend.problems = [
      { code: 'ClusterUnreachable', message: 'The cluster does not answer' },
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const region = await screen.findByRole('region', {
      name: 'What will be made',
    });
    expect(region).toHaveTextContent('Checking what you have entered');
    expect(
      await within(region).findByText('The cluster does not answer'),
    ).toBeInTheDocument();
    expect(
      within(region).getByRole('link', { name: 'Read more in the runbook' }),
    ).toHaveAttribute(
      'href',
      '/docs/default/system/urumi-stores/runbook/#cluster-unreachable',
    );
    for (const text of [
      'store-preview.localhost',
      '1 Deployment, 1 StatefulSet',
      /49 of 50 stores of the owner/,
      /^Up to 2 CPU/,
    ]) {
      expect(within(region).getByText(text)).toBeInTheDocument();
    }

    backend.problems = [];
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    expect(
      await within(region).findByText('No problems found.'),
    ).toBeInTheDocument();
    expect(backend.checks.map(({ plan }) => plan)).toEqual(['small', 'large']);
    expect(backend.calls).toEqual([]);
  });

  it('says beside the field what stands against it, before anything is sent', async () => {
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const hostname = await screen.findByRole('textbox', { name: 'Host name' });
    backend.problems = [
      { code: 'HostnameTaken', message: 'It belongs to another store' },
    ];
    await userEvent.type(hostname, 'a.example');
    await waitFor(() =>
      expect(hostname).toHaveAccessibleDescription(
        expect.stringContaining('It belongs to another store'),
      ),
    );
    expect(backend.checks.at(-1)).toMatchObject({ hostname: 'a.example' });

    backend.server.use(
      http.post(`${API}/stores`, () =>
        errorAnswer(422, [
          { loc: ['body', 'hostname'], msg: 'must be a host name', type: 'x' },
        ]),
      ),
    );
    await userEvent.type(hostname, '!');
    await waitFor(() =>
      expect(hostname).toHaveAccessibleDescription(
        expect.stringContaining('must be a host name'),
      ),
    );
    expect(backend.calls).toEqual([]);
  });

  it('says nothing more of an earlier check once nothing can be checked', async () => {
    backend.engines = [otherEngine];
    backend.problems = [
      { code: 'HostnameTaken', message: 'It belongs to another store' },
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const contact = await screen.findByRole('textbox', { name: /Contact/ });
    const hostname = screen.getByRole('textbox', { name: 'Host name' });
    await userEvent.type(hostname, 'a.example');
    await userEvent.type(contact, 'a@b');
    await waitFor(() => expect(hostname).toBeInvalid());
    await userEvent.clear(contact);
    await userEvent.type(hostname, '.org');
    expect(hostname).toBeValid();
  });

  it('checks again by itself after too many checks, and when asked to', async () => {
    backend.server.use(
      http.post(
        `${API}/stores`,
        () => errorAnswer(429, 'Too many writes', { 'retry-after': '1' }),
        { once: true },
      ),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(await screen.findByText(/Too many requests/)).toBeInTheDocument();
    expect(await screen.findByText('No problems found.')).toBeInTheDocument();

    backend.server.use(
      http.post(`${API}/stores`, () => errorAnswer(503, 'Starting'), {
        once: true,
      }),
    );
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    await screen.findByText(/Starting/);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No problems found.')).toBeInTheDocument();
  });
});
