import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { openStoreTab } from '../../__testUtils__/openStoreTab';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveStorePage } from '../../__testUtils__/serveStorePage';
import { aStore } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;

describe('StorePage', () => {
  const backend = serveStorePage();

  it('shows who the store is, its objects and its conditions', async () => {
    backend.store = aStore({
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
    ).toHaveAttribute(
      'href',
      `/catalog/default/resource/${backend.store.namespace}`,
    );
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

  it('shows the admin login when asked, and forgets it', async () => {
    // Also brings a clipboard.
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    backend.server.use(
      http.get(
        `${API}/stores/:id/credentials`,
        () => errorAnswer(409, 'The store is not there yet'),
        { once: true },
      ),
      http.get(`${API}/stores/:id/credentials`, () =>
        HttpResponse.json({
          store_id: backend.store.id,
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
    backend.store = aStore({ status: 'FAILED', url: null });
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

  it.each([
    [400, 'The request is not right'],
    [404, 'There is no such store'],
    [403, 'You may not do this'],
    [500, 'The stores backend could not answer'],
  ])('tells of a %d', async (status, title) => {
    backend.server.use(
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
