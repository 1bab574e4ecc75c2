import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, engine, preview, readiness } from '../../__testUtils__/stores';
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
    await userEvent.click(screen.getByRole('option', { name: 'USD' }));
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
