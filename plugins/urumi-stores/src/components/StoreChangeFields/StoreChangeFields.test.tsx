import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { API } from '../../__testUtils__/renderPage';
import { renderTemplateForm } from '../../__testUtils__/renderTemplateForm';
import { aStore, engine } from '../../__testUtils__/stores';
import { storePlanField, storeVersionField } from './storeChangeFields';

let store: StoreDetails;

const server = setupServer();
const PICKED = `resource:default/store-${aStore().id}`;

/** The form of a template that has had a store picked. */
function renderTemplate(
  field: typeof storePlanField | typeof storeVersionField,
  picked = PICKED,
) {
  return renderTemplateForm({
    schema: {
      required: ['wanted'],
      properties: {
        store: { title: 'Store', type: 'string' },
        wanted: { title: 'Wanted', type: 'string', 'ui:field': field.name },
      },
    },
    initialState: { store: picked },
  });
}

describe('the fields that change a store', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    store = aStore();
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
    const { finish } = renderTemplate(storePlanField);
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
    const { finish } = renderTemplate(storeVersionField);
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
