import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  Engine,
  StorePlanPreview,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { API } from '../../__testUtils__/renderPage';
import { renderTemplateForm } from '../../__testUtils__/renderTemplateForm';
import {
  clusters,
  engine,
  limits,
  otherEngine,
  preview,
} from '../../__testUtils__/stores';
import { storeParametersField } from './storeParametersField';

let engines: Engine[];
let askedFor: (string | null)[];
let tried: JsonObject[];
let problems: StorePlanPreview['problems'];

const server = setupServer();

/** The form of a template with the field in its only step. */
function renderTemplate(
  options: {
    uiOptions?: JsonObject;
    initialState?: Record<string, JsonValue>;
    denied?: string[];
  } = {},
) {
  const { uiOptions = {}, ...others } = options;
  return renderTemplateForm({
    schema: {
      properties: {
        shop: {
          title: 'Shop',
          type: 'object',
          'ui:field': storeParametersField.name,
          'ui:options': uiOptions,
        },
      },
    },
    ...others,
  });
}

describe('StoreParametersField', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    engines = [otherEngine, engine];
    askedFor = [];
    tried = [];
    problems = [];
    server.resetHandlers(
      http.get(`${API}/engines`, () => HttpResponse.json(engines)),
      http.get(`${API}/clusters`, () => HttpResponse.json(clusters)),
      http.post(`${API}/stores`, async ({ request }) => {
        if (new URL(request.url).search !== '?dry_run=true') {
          throw new Error('The form shall only try it out');
        }
        tried.push((await request.json()) as JsonObject);
        return HttpResponse.json({ ...preview, problems });
      }),
      http.get(`${API}/limits`, ({ request }) => {
        askedFor.push(new URL(request.url).searchParams.get('owner'));
        return HttpResponse.json(limits);
      }),
    );
  });
  afterAll(() => server.close());

  it('gives the defaults of the default engine, whatever the order', async () => {
    const { finish } = renderTemplate();
    expect(await screen.findByRole('status')).toHaveAccessibleName('Loading');
    await screen.findByRole('radiogroup', { name: 'Engine' });
    expect(await finish()).toEqual({
      shop: {
        engine: 'woocommerce',
        plan: 'small',
        parameters: { currency: 'EUR', sample_products: true },
      },
    });
  });

  it('asks for what the chosen engine asks for, and lets nothing wrong through', async () => {
    const { finish } = renderTemplate();
    await userEvent.click(await screen.findByRole('radio', { name: /Medusa/ }));
    const contact = screen.getByRole('textbox', { name: /Contact/ });
    expect(contact).toBeValid();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect((await screen.findAllByText(/Not right: Contact/)).length).toBe(2);
    expect(contact).toBeInvalid();
    expect(contact).toHaveAccessibleDescription('Needed');

    await userEvent.type(contact, 'a@b');
    expect(contact).toBeValid();
    await userEvent.click(screen.getByRole('button', { name: /Country/ }));
    await userEvent.type(screen.getByRole('searchbox'), 'aust');
    await userEvent.click(screen.getByRole('option', { name: 'Austria' }));
    expect(await finish()).toEqual({
      shop: {
        engine: 'medusa',
        plan: 'tiny',
        parameters: {
          currency: 'eur',
          country: 'at',
          products: 4,
          look: 'plain',
          contact: 'a@b',
        },
      },
    });
  });

  it('offers one engine only when the template says so, and takes what is given', async () => {
    const { finish } = renderTemplate({
      uiOptions: { engine: 'medusa' },
      initialState: { shop: { parameters: {}, engine: 'medusa' } },
    });
    expect(await screen.findByText(/A Medusa store/)).toBeInTheDocument();
    expect(
      screen.queryByRole('radiogroup', { name: 'Engine' }),
    ).not.toBeInTheDocument();
    const contact = screen.getByRole('textbox', { name: /Contact/ });
    await userEvent.type(contact, 'a@b');
    expect(await finish()).toMatchObject({
      shop: { engine: 'medusa', parameters: { contact: 'a@b', products: 4 } },
    });
  });

  it('asks where the store goes, and shows what would be made of all that', async () => {
    const { finish } = renderTemplate({
      initialState: {
        shop: {},
        owner: 'group:default/marketing',
        displayName: 'Lanterns',
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Cluster/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: /us-east/ }));
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Host name' }),
      'shop.example.com',
    );
    const region = screen.getByRole('region', { name: 'What will be made' });
    expect(
      await within(region).findByText('store-preview.localhost', undefined, {
        timeout: 5_000,
      }),
    ).toBeInTheDocument();
    expect(await finish()).toMatchObject({
      shop: { cluster: 'us-east', hostname: 'shop.example.com' },
    });
    expect(tried.at(-1)).toEqual({
      engine: 'woocommerce',
      plan: 'small',
      parameters: { currency: 'EUR', sample_products: true },
      owner: 'group:default/marketing',
      display_name: 'Lanterns',
      cluster: 'us-east',
      hostname: 'shop.example.com',
    });
  });

  it('does not go on with what the backend would refuse, and says why', async () => {
    problems = [
      {
        code: 'HostnameTaken',
        message: 'The host name belongs to another store.',
      },
    ];
    const { finish } = renderTemplate();
    await screen.findByRole('textbox', { name: 'Host name' });
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      (await screen.findAllByText(/belongs to another store/)).length,
    ).toBeGreaterThan(1);
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();

    problems = [
      { code: 'ClusterUnreachable', message: 'The cluster does not answer.' },
    ];
    // That is no reason not to ask for a store: it waits for the cluster.
    await finish();
  });

  it('goes on when the backend is too busy to be asked', async () => {
    server.use(
      http.post(`${API}/stores`, () =>
        HttpResponse.json(
          {
            error: { name: 'Error', message: 'Too many' },
            response: { statusCode: 429 },
            detail: 'Too many',
          },
          { status: 429 },
        ),
      ),
    );
    const { finish } = renderTemplate();
    expect(
      await screen.findByRole('textbox', { name: 'Host name' }),
    ).toBeInTheDocument();
    await finish();
  });

  it('shows what is left of the limits of the owner that was chosen before', async () => {
    renderTemplate({
      initialState: { shop: {}, owner: 'group:default/marketing' },
    });
    const list = await screen.findByRole('list', { name: 'Limits' });
    expect(list).toHaveTextContent('1 of 50 used, 49 left');
    expect(new Set(askedFor)).toEqual(new Set(['group:default/marketing']));
  });

  it('tells when there is nothing to choose, or nothing can be read', async () => {
    server.use(
      http.get(
        `${API}/engines`,
        () =>
          HttpResponse.json(
            {
              error: { name: 'Error', message: 'Starting' },
              response: { statusCode: 503 },
            },
            { status: 503 },
          ),
        { once: true },
      ),
    );
    renderTemplate({ uiOptions: { engine: 'another' } });
    expect(await screen.findByRole('alert')).toHaveTextContent('Starting');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('No engine is enabled here'),
    ).toBeInTheDocument();
  });

  it('tells who may not create', async () => {
    renderTemplate({ denied: ['urumi.store.create'] });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not create stores',
    );
  });
});
