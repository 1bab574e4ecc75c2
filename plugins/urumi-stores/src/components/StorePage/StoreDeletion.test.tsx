import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveStorePage } from '../../__testUtils__/serveStorePage';
import { aStore } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const path = `/${aStore().id}`;

describe('StorePage', () => {
  const backend = serveStorePage();

  it('does not count all revisions of a long history before a deletion', async () => {
    backend.server.use(
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
    expect(backend.writes).toEqual(['delete']);
    expect(
      await screen.findByText(/Summer sale: Deleting/),
    ).toBeInTheDocument();
  });

  it('keeps the delete dialog open when the server refuses', async () => {
    backend.server.use(
      http.delete(`${API}/stores/:id`, () =>
        errorAnswer(429, 'Too many writes'),
      ),
    );
    renderPage(<UrumiStoresRouter />, { path });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = screen.getByRole('dialog');
    await userEvent.type(
      within(dialog).getByRole('textbox'),
      backend.store.namespace,
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete store' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Too many writes',
    );
  });
});
