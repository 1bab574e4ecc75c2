import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { renderPage } from '../../__testUtils__/renderPage';
import { serveCreatePage } from '../../__testUtils__/serveCreatePage';
import { otherEngine } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('CreateStorePage', () => {
  const backend = serveCreatePage();

  it('says beside the field what the schema has against it, and sends nothing', async () => {
    backend.engines = [otherEngine];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const contact = await screen.findByRole('textbox', { name: /Contact/ });
    expect(contact).toBeValid();
    const create = screen.getByRole('button', { name: 'Create store' });
    await userEvent.click(create);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Some settings are not right',
    );
    expect(contact).toBeInvalid();
    expect(contact).toHaveAccessibleDescription('Needed');
    await userEvent.type(contact, 'nobody');
    expect(contact).toHaveAccessibleDescription(
      'Does not have the form that is needed',
    );
    await userEvent.type(contact, '@a-very-long-name.example');
    expect(contact).toHaveAccessibleDescription(
      'Has to have 20 characters or less',
    );
    expect(backend.calls).toEqual([]);

    await userEvent.clear(contact);
    await userEvent.type(contact, 'a@b');
    expect(contact).toBeValid();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(create);
    await waitFor(() => expect(backend.calls).toHaveLength(1));
  });

  it('puts the errors of the server beside their fields, and keeps the key', async () => {
    backend.answers = [
      errorAnswer(422, [
        {
          loc: ['body', 'display_name'],
          msg: 'must have at most 120 characters',
          type: 'too_long',
        },
        {
          loc: ['body', 'parameters', 'tagline'],
          msg: 'must not be rude',
          type: 'value',
        },
      ]),
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const name = await screen.findByRole('textbox', { name: /Display name/ });
    await userEvent.type(name, 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The store was not created');
    expect(name).toBeInvalid();
    expect(name).toHaveAccessibleDescription(
      expect.stringContaining('must have at most 120 characters'),
    );
    expect(
      screen.getByRole('textbox', { name: 'Tagline' }),
    ).toHaveAccessibleDescription('must not be rude');
    expect(
      screen.getByRole('button', { name: /Currency/ }),
    ).not.toHaveAccessibleDescription(/must/);

    await userEvent.type(name, 'y');
    expect(name).toBeValid();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));
    await waitFor(() => expect(backend.calls).toHaveLength(2));
    expect(backend.calls[1].key).toBe(backend.calls[0].key);
  });

  it('says what to do about limits', async () => {
    backend.answers = [
      errorAnswer(409, 'The owner has 50 of 50 stores'),
      errorAnswer(429, 'Too many writes', { 'retry-after': '17' }),
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const create = await screen.findByRole('button', { name: 'Create store' });
    await userEvent.click(create);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The owner has 50 of 50 stores');
    expect(alert).toHaveTextContent('ask a platform engineer');

    await userEvent.click(create);
    expect(
      await screen.findByText('Too many requests: try again in 17 s'),
    ).toBeInTheDocument();
  });
});
