import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  engine,
  limits,
  otherEngine,
  preview,
  readiness,
} from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

interface Call {
  body: unknown;
  key: string | null;
  isDryRun: boolean;
}

let engines: Engine[];
let calls: Call[];
let answers: Response[];

const server = setupServer();

function errorAnswer(
  status: number,
  detail: unknown,
  headers: Record<string, string> = {},
) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message: 'It did not work' },
      response: { statusCode: status },
      detail,
    },
    { status, headers },
  );
}

function accepted() {
  return HttpResponse.json(
    {
      store_id: aStore().id,
      status: 'QUEUED',
      namespace: aStore().namespace,
      queued_job_id: 'job-1',
    },
    { status: 202 },
  );
}

describe('CreateStorePage', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    engines = [engine];
    calls = [];
    answers = [];
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/limits`, () => HttpResponse.json(limits)),
      http.get(`${API}/engines`, () => HttpResponse.json(engines)),
      http.post(`${API}/stores`, async ({ request }) => {
        calls.push({
          body: await request.json(),
          key: request.headers.get('idempotency-key'),
          isDryRun: new URL(request.url).searchParams.get('dry_run') === 'true',
        });
        return answers.shift() ?? accepted();
      }),
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(aStore({ status: 'QUEUED', url: null })),
      ),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
      http.get(`${API}/stores/:id/events/stream`, () => new HttpResponse()),
    );
  });
  afterAll(() => server.close());

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
    expect(calls).toEqual([
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
        isDryRun: false,
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
    expect(screen.getByRole('button', { name: /Currency/ })).toHaveTextContent(
      'Euro (EUR)',
    );
    expect(
      screen.getByRole('switch', { name: 'Sample products' }),
    ).toBeChecked();
  });

  it('asks for what each engine asks for, and keeps what fits both', async () => {
    engines = [
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
    expect(calls.map(({ body }) => body)).toEqual([
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

  it('says beside the field what the schema has against it, and sends nothing', async () => {
    engines = [otherEngine];
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
    expect(calls).toEqual([]);

    await userEvent.clear(contact);
    await userEvent.type(contact, 'a@b');
    expect(contact).toBeValid();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(create);
    await waitFor(() => expect(calls).toHaveLength(1));
  });

  it('puts the errors of the server beside their fields, and keeps the key', async () => {
    answers = [
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
    await waitFor(() => expect(calls).toHaveLength(2));
    expect(calls[1].key).toBe(calls[0].key);
  });

  it('shows the limits of the chosen owner, and those of the chosen plan', async () => {
    server.use(
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

  it('says what to do about limits', async () => {
    answers = [
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

  it('shows what would be made, without making it', async () => {
    answers = [
      HttpResponse.json({
        ...preview,
        problems: [{ code: 'NoCapacity', message: 'No node has room' }],
      }),
    ];
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    await userEvent.click(await screen.findByRole('button', { name: 'Check' }));

    const region = await screen.findByRole('region', {
      name: 'What will be made',
    });
    expect(within(region).getByText('No node has room')).toBeInTheDocument();
    expect(
      within(region).getByText('store-preview.localhost'),
    ).toBeInTheDocument();
    expect(
      within(region).getByText('1 Deployment, 1 StatefulSet'),
    ).toBeInTheDocument();
    expect(
      within(region).getByText(/49 of 50 stores of the owner/),
    ).toBeInTheDocument();
    expect(calls).toEqual([
      expect.objectContaining({ isDryRun: true, key: null }),
    ]);

    // What was checked is not what stands there any more.
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    expect(region).not.toBeInTheDocument();
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
    engines = [{ ...engine, enabled: false }];
    server.use(
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
