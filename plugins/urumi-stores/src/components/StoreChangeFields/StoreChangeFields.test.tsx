import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { JsonObject } from '@backstage/types';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, engine } from '../../__testUtils__/stores';
import { storePlanField, storeVersionField } from './storeChangeFields';

let store: StoreDetails;
let created: JsonObject[];

const server = setupServer();
const PICKED = `resource:default/store-${aStore().id}`;

/** The form of a template that has had a store picked. */
function renderTemplate(
  field: typeof storePlanField | typeof storeVersionField,
  picked: string | undefined = PICKED,
) {
  renderPage(
    <SecretsContextProvider>
      <Stepper
        manifest={{
          title: 'A template',
          steps: [
            {
              title: 'The store',
              schema: {
                required: ['wanted'],
                properties: {
                  store: { title: 'Store', type: 'string' },
                  wanted: {
                    title: 'Wanted',
                    type: 'string',
                    'ui:field': field.name,
                  },
                },
              },
            },
          ],
        }}
        extensions={[storePlanField, storeVersionField].map(
          ({ name, component, validation }) => ({
            name,
            component,
            validation,
          }),
        )}
        initialState={picked === undefined ? {} : { store: picked }}
        onCreate={async values => {
          created.push(values);
        }}
      />
    </SecretsContextProvider>,
  );
}

async function finish() {
  await userEvent.click(screen.getByRole('button', { name: 'Review' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Create' }));
  await waitFor(() => expect(created).toHaveLength(1));
  return created[0];
}

describe('the fields that change a store', () => {
  beforeAll(() => {
    server.listen({ onUnhandledRequest: 'error' });
    // Each step of the form begins at the top, which jsdom cannot do.
    jest.spyOn(window, 'scrollTo').mockImplementation();
  });
  beforeEach(() => {
    store = aStore();
    created = [];
    server.resetHandlers(
      http.get(`${API}/engines`, () =>
        HttpResponse.json([{ ...engine, chart_version: '0.2.0' }]),
      ),
      http.get(`${API}/stores/:id`, ({ params }) =>
        params.id === store.id
          ? HttpResponse.json(store)
          : HttpResponse.json(
              {
                error: { name: 'NotFoundError', message: 'No such store' },
                response: { statusCode: 404 },
              },
              { status: 404 },
            ),
      ),
    );
  });
  afterAll(() => server.close());

  it('offer the plans of the store, with what they cost, but for its own', async () => {
    renderTemplate(storePlanField);
    expect(
      await screen.findByText('Summer sale has plan Small now.'),
    ).toBeInTheDocument();
    const small = screen.getByRole('radio', { name: /Small.*3\.5 CPU/ });
    await userEvent.click(small);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      (await screen.findAllByText(/has this plan already/)).length,
    ).toBeGreaterThan(1);

    await userEvent.click(screen.getByRole('radio', { name: /Large/ }));
    expect(await finish()).toEqual({ store: PICKED, wanted: 'large' });
  });

  it('take the newest version, and say what becomes of the store', async () => {
    renderTemplate(storeVersionField);
    expect(
      await screen.findByText('Summer sale runs version 0.1.0.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/will get version 0\.2\.0 with WooCommerce 9\.0\.0/),
    ).toBeInTheDocument();
    expect(await finish()).toEqual({ store: PICKED, wanted: '0.2.0' });
  });

  it('say when there is nothing newer than what the store runs', async () => {
    store = aStore({ chart_version: '0.2.0' });
    renderTemplate(storeVersionField);
    expect(
      await screen.findByText(/Version 0\.2\.0 is the newest one here/),
    ).toBeInTheDocument();
  });

  it.each([storePlanField, storeVersionField])(
    'do not go on with a store that is not ready',
    async field => {
      store = aStore({ status: 'FAILED' });
      renderTemplate(field);
      expect(
        await screen.findByText(/The store is Failed; only a ready store/),
      ).toBeInTheDocument();
      const plan = screen.queryByRole('radio', { name: /Large/ });
      if (plan) {
        await userEvent.click(plan);
      }
      await userEvent.click(screen.getByRole('button', { name: 'Review' }));
      await waitFor(() =>
        expect(
          screen.getAllByText(/only a ready store can be changed/).length,
        ).toBeGreaterThan(1),
      );
      expect(
        screen.queryByRole('button', { name: 'Create' }),
      ).not.toBeInTheDocument();
    },
  );

  it('ask for a store first, and for one that there is', async () => {
    renderTemplate(storePlanField, '');
    const input = await screen.findByRole('textbox', { name: /Store/ });
    expect(screen.getByText('Choose a store first.')).toBeInTheDocument();
    await userEvent.click(input);
    await userEvent.paste(
      'resource:default/store-019ab1c2-0000-7000-8000-00000000000f',
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no such store',
    );
  });

  it('say when the engine of the store is not there any more', async () => {
    store = aStore({ engine: 'gone' });
    renderTemplate(storePlanField);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Its engine gone is not installed here any more',
    );
  });
});
