import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { renderPage } from '../../__testUtils__/renderPage';
import { serveCreatePage } from '../../__testUtils__/serveCreatePage';
import { aStore } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('CreateStorePage', () => {
  const backend = serveCreatePage();

  it('keeps what was entered for who leaves and comes back, until they cancel', async () => {
    const { unmount } = renderPage(<UrumiStoresRouter />, { path: '/create' });
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Display name/ }),
      'Kept',
    );
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    unmount();

    const again = renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(
      await screen.findByRole('textbox', { name: /Display name/ }),
    ).toHaveValue('Kept');
    expect(screen.getByRole('radio', { name: /Large/ })).toBeChecked();
    await userEvent.click(screen.getByRole('button', { name: 'Start over' }));
    expect(screen.getByRole('textbox', { name: /Display name/ })).toHaveValue(
      '',
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /Display name/ }),
      'Given up',
    );
    await userEvent.click(screen.getByRole('link', { name: 'Cancel' }));
    again.unmount();

    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(
      await screen.findByRole('textbox', { name: /Display name/ }),
    ).toHaveValue('');
  });

  it('makes one store, however often it is tried', async () => {
    backend.answers = [HttpResponse.error()];
    const { unmount } = renderPage(<UrumiStoresRouter />, { path: '/create' });
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Display name/ }),
      'Once',
    );
    const create = screen.getByRole('button', { name: 'Create store' });
    await userEvent.dblClick(create);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It is not known whether your store was made',
    );
    expect(backend.calls).toHaveLength(1);
    unmount();

    // As after a reload.
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(
      await screen.findByText('It is not known whether your store was made'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));
    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(backend.calls).toHaveLength(2);
    expect(backend.calls[1]).toEqual(backend.calls[0]);
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('finds the store that a lost try has made, when the form has changed since', async () => {
    backend.answers = [
      HttpResponse.error(),
      errorAnswer(422, [
        {
          loc: ['header', 'idempotency-key'],
          msg: 'was used with another body',
          type: 'value_error',
        },
      ]),
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const create = await screen.findByRole('button', { name: 'Create store' });
    await userEvent.click(create);
    await screen.findByRole('alert');
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    await userEvent.click(create);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('A store was made already');
    expect(
      within(alert).getByRole('link', { name: 'Open the store' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
    expect(backend.calls[2]).toEqual(backend.calls[0]);

    await userEvent.click(
      within(alert).getByRole('button', { name: 'Make one more' }),
    );
    await userEvent.click(create);
    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(backend.calls[3].body).toMatchObject({ plan: 'large' });
    expect(backend.calls[3].key).not.toBe(backend.calls[0].key);
  });
});
