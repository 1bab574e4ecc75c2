import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { JsonObject } from '@backstage/types';
import {
  Engine,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import {
  aStore,
  clusters,
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
}

let engines: Engine[];
/** Those that create. */
let calls: Call[];
/** To them, in turn. */
let answers: Response[];
/** Dry runs. */
let checks: JsonObject[];
let problems: StorePlanPreview['problems'];

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
    checks = [];
    problems = [];
    window.sessionStorage.clear();
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/limits`, () => HttpResponse.json(limits)),
      http.get(`${API}/engines`, () => HttpResponse.json(engines)),
      http.get(`${API}/clusters`, () => HttpResponse.json([clusters[0]])),
      http.post(`${API}/stores`, async ({ request }) => {
        const body = (await request.json()) as JsonObject;
        if (new URL(request.url).search === '?dry_run=true') {
          checks.push(body);
          return HttpResponse.json({ ...preview, problems });
        }
        calls.push({ body, key: request.headers.get('idempotency-key') });
        return answers.shift() ?? accepted();
      }),
      http.get(`${API}/stores`, () => HttpResponse.json([])),
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

  it('shows by itself what would be made, as the form changes', async () => {
    problems = [
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

    problems = [];
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    expect(
      await within(region).findByText('No problems found.'),
    ).toBeInTheDocument();
    expect(checks.map(({ plan }) => plan)).toEqual(['small', 'large']);
    expect(calls).toEqual([]);
  });

  it('says beside the field what stands against it, before anything is sent', async () => {
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    const hostname = await screen.findByRole('textbox', { name: 'Host name' });
    problems = [
      { code: 'HostnameTaken', message: 'It belongs to another store' },
    ];
    await userEvent.type(hostname, 'a.example');
    await waitFor(() =>
      expect(hostname).toHaveAccessibleDescription(
        expect.stringContaining('It belongs to another store'),
      ),
    );
    expect(checks.at(-1)).toMatchObject({ hostname: 'a.example' });

    server.use(
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
    expect(calls).toEqual([]);
  });

  it('says nothing more of an earlier check once nothing can be checked', async () => {
    engines = [otherEngine];
    problems = [
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

  it('lets choose the cluster where there is more than one', async () => {
    server.use(http.get(`${API}/clusters`, () => HttpResponse.json(clusters)));
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
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0].body).toMatchObject({ cluster: 'eu-west' });
  });

  it('does without the clusters when they cannot be read', async () => {
    server.use(http.get(`${API}/clusters`, () => errorAnswer(403, 'No')));
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    await screen.findByRole('textbox', { name: 'Host name' });
    expect(
      screen.queryByRole('button', { name: /Cluster/ }),
    ).not.toBeInTheDocument();
  });

  it('checks again by itself after too many checks, and when asked to', async () => {
    server.use(
      http.post(
        `${API}/stores`,
        () => errorAnswer(429, 'Too many writes', { 'retry-after': '1' }),
        { once: true },
      ),
    );
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(await screen.findByText(/Too many requests/)).toBeInTheDocument();
    expect(await screen.findByText('No problems found.')).toBeInTheDocument();

    server.use(
      http.post(`${API}/stores`, () => errorAnswer(503, 'Starting'), {
        once: true,
      }),
    );
    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    await screen.findByText(/Starting/);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No problems found.')).toBeInTheDocument();
  });

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
    answers = [HttpResponse.error()];
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
    expect(calls).toHaveLength(1);
    unmount();

    // As after a reload.
    renderPage(<UrumiStoresRouter />, { path: '/create' });
    expect(
      await screen.findByText('It is not known whether your store was made'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create store' }));
    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(calls).toHaveLength(2);
    expect(calls[1]).toEqual(calls[0]);
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('finds the store that a lost try has made, when the form has changed since', async () => {
    answers = [
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
    expect(calls[2]).toEqual(calls[0]);

    await userEvent.click(
      within(alert).getByRole('button', { name: 'Make one more' }),
    );
    await userEvent.click(create);
    await screen.findByRole('heading', { name: 'Summer sale' });
    expect(calls[3].body).toMatchObject({ plan: 'large' });
    expect(calls[3].key).not.toBe(calls[0].key);
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
