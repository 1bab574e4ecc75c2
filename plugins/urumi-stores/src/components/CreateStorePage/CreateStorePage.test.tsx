import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { errorAnswer } from '../../__testUtils__/errorAnswer';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { serveCreatePage } from '../../__testUtils__/serveCreatePage';
import {
  clusters,
  engine,
  limits,
  otherEngine,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

describe('CreateStorePage', () => {
  const backend = serveCreatePage();

  it('sends what was chosen once, and opens the page of the new store', async () => {
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(await screen.findByRole('status')).toHaveAccessibleName('Loading');

    await userEvent.click(
      await screen.findByRole('textbox', { name: /Display name/ }),
    );
    await userEvent.paste('Café 🛍 "x"');
    expect(
      screen.getByRole('textbox', { name: /Display name/ }),
    ).toHaveAccessibleDescription(/ 10 of 120 characters\.$/);
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    await userEvent.click(screen.getByRole('button', { name: /Owner/ }));
    await userEvent.click(screen.getByRole('option', { name: 'everybody' }));
    await userEvent.click(screen.getByRole('button', { name: /Currency/ }));
    await userEvent.click(
      screen.getByRole('option', { name: 'US Dollar (USD)' }),
    );
    await userEvent.click(
      screen.getByRole('switch', { name: 'Sample products' }),
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Tagline' }),
      'Hi',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));

    expect(
      await screen.findByRole('heading', { name: 'Summer sale' }),
    ).toBeInTheDocument();
    expect(backend.calls).toEqual([
      {
        body: {
          engine: 'woocommerce',
          plan: 'large',
          owner: 'group:default/everybody',
          display_name: 'Café 🛍 "x"',
          parameters: {
            currency: 'USD',
            sample_products: false,
            tagline: 'Hi',
          },
        },
        key: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  it('offers only what the only engine has, with its words and defaults', async () => {
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(
      await screen.findByText(
        /A WooCommerce store: WordPress with WooCommerce/,
      ),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('radiogroup')).toHaveLength(1);
    expect(screen.getByRole('radio', { name: /Small/ })).toHaveAccessibleName(
      /Up to 3\.5 CPU, 1\.7 GiB memory, 14 GiB disk/,
    );
    expect(screen.getByRole('button', { name: /Currency/ })).toHaveTextContent(
      'Euro (EUR)',
    );
    expect(
      screen.getByRole('switch', { name: 'Sample products' }),
    ).toBeChecked();
  });

  it('asks for what each engine asks for, and keeps what fits both', async () => {
    backend.engines = [
      engine,
      otherEngine,
      { ...engine, id: 'x', title: 'Xcart', enabled: false },
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const choice = await screen.findByRole('radiogroup', { name: 'Engine' });
    expect(
      within(choice).getByRole('radio', {
        name: /WooCommerce.*WordPress with WooCommerce/,
      }),
    ).toBeChecked();
    expect(
      within(choice).getByRole('radio', { name: /Xcart \(not enabled here\)/ }),
    ).toBeDisabled();
    await userEvent.click(
      screen.getByRole('radio', { name: /Large.*selling/ }),
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Tagline' }),
      'Hi',
    );

    await userEvent.click(
      within(choice).getByRole('radio', { name: /Medusa/ }),
    );
    expect(
      screen.queryByRole('textbox', { name: 'Tagline' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('radio', { name: /Small/ }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('radio', { name: /Large.*many shoppers/ }),
    ).toBeChecked();
    const currency = screen.getByRole('button', { name: /Currency/ });
    expect(currency).toHaveTextContent('Euro (EUR)');
    await userEvent.click(currency);
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['Euro (EUR)', 'Swiss Franc (CHF)', 'US Dollar (USD)']);
    await userEvent.click(
      screen.getByRole('option', { name: 'Swiss Franc (CHF)' }),
    );

    // Long lists are searched by name.
    const country = screen.getByRole('button', { name: /Country/ });
    expect(country).toHaveTextContent('United States');
    expect(country).toHaveAccessibleDescription('Where the shop is');
    await userEvent.click(country);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search Country' }),
      'ger',
    );
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['Germany']);
    await userEvent.click(screen.getByRole('option', { name: 'Germany' }));

    const products = screen.getByRole('textbox', { name: 'Products' });
    expect(products).toHaveValue('4');
    await userEvent.clear(products);
    await userEvent.type(products, '7{Tab}');
    await userEvent.click(screen.getByRole('button', { name: /Columns/ }));
    await userEvent.click(screen.getByRole('option', { name: '3' }));
    await userEvent.click(screen.getByRole('button', { name: /Look/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Loud' }));
    await userEvent.type(
      screen.getByRole('textbox', { name: /Contact/ }),
      'a@b',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));

    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(backend.calls.map(({ body }) => body)).toEqual([
      {
        engine: 'medusa',
        plan: 'large',
        owner: 'group:default/storefront',
        parameters: {
          currency: 'chf',
          country: 'de',
          products: 7,
          columns: 3,
          look: 'loud',
          contact: 'a@b',
        },
      },
    ]);
  });

  it('shows the limits of the chosen owner, and those of the chosen plan', async () => {
    backend.server.use(
      http.get(`${API}/limits`, ({ request }) => {
        const owner = new URL(request.url).searchParams.get('owner') ?? '';
        return HttpResponse.json({ ...limits, owner });
      }),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const list = await screen.findByRole('list', { name: 'Limits' });
    expect(list).toHaveTextContent('Stores of storefront: 1 of 50 used');
    expect(list).not.toHaveTextContent('of plan large');
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    expect(screen.getByRole('list', { name: 'Limits' })).toHaveTextContent(
      'Stores of storefront of plan large: 1 of 50 used, 49 left',
    );
    await userEvent.click(screen.getByRole('button', { name: /Owner/ }));
    await userEvent.click(screen.getByRole('option', { name: 'everybody' }));
    expect(await screen.findByText(/Stores of everybody: 1/)).toBeVisible();
  });

  it('lets choose the cluster where there is more than one', async () => {
    backend.server.use(
      http.get(`${API}/clusters`, () => HttpResponse.json(clusters)),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const cluster = await screen.findByRole('button', { name: /Cluster/ });
    expect(cluster).toHaveTextContent('The one with the most room');
    await userEvent.click(cluster);
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual([
      'The one with the most room',
      expect.stringMatching(/eu-west.*region: eu · room for 40 more/),
      expect.stringMatching(/us-east.*does not answer at the moment/),
    ]);
    await userEvent.click(screen.getByRole('option', { name: /eu-west/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));
    await waitFor(() => expect(backend.calls).toHaveLength(1));
    expect(backend.calls[0].body).toMatchObject({ cluster: 'eu-west' });
  });

  it('does without the clusters when they cannot be read', async () => {
    backend.server.use(
      http.get(`${API}/clusters`, () => errorAnswer(403, 'No')),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    await screen.findByRole('textbox', { name: 'Host name' });
    expect(
      screen.queryByRole('button', { name: /Cluster/ }),
    ).not.toBeInTheDocument();
  });

  it('tells who may not create', async () => {
    renderPage(<UrumiStoresRouter />, {
      path: '/create',
      denied: ['urumi.store.create'],
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not create stores',
    );
  });

  it('tells when there is no engine, or none can be read', async () => {
    backend.engines = [{ ...engine, enabled: false }];
    backend.server.use(
      http.get(`${API}/engines`, () => errorAnswer(503, 'Starting'), {
        once: true,
      }),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(await screen.findByRole('alert')).toHaveTextContent('Starting');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('No engine is enabled here'),
    ).toBeInTheDocument();
  });
});
