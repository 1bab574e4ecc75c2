import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore } from '../../__testUtils__/stores';
import { OwnedStoresCard } from './OwnedStoresCard';

const server = setupServer();

/** Renders the card on the page of a group, or of a user. */
function renderCard(kind: 'Group' | 'User' = 'Group') {
  return renderPage(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { name: 'Storefront' },
        spec: { type: 'team', children: [] },
      }}
    >
      <OwnedStoresCard />
    </EntityProvider>,
  );
}

describe('OwnedStoresCard', () => {
  let asked: string[];

  const answerWith = (answer: () => Response | Promise<never>) =>
    server.resetHandlers(
      http.get(`${API}/stores`, ({ request }) => {
        asked.push(new URL(request.url).search);
        return answer();
      }),
    );

  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => server.close());

  it('shows the living stores that the team owns', async () => {
    answerWith(() =>
      HttpResponse.json([
        aStore(),
        aStore({
          id: '019ab1c2-0000-7000-8000-000000000002',
          display_name: 'Winter sale',
          status: 'QUEUED',
          url: null,
        }),
      ]),
    );
    renderCard();
    expect(
      await screen.findByRole('link', { name: 'Summer sale' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
    expect(
      screen.getByRole('heading', { name: 'Stores of this team' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open in the list of stores' }),
    ).toHaveAttribute('href', '/stores?owner=group%3Adefault%2Fstorefront');
    expect(screen.getByText('Queued')).toBeInTheDocument();
    expect(screen.getByText('Not open')).toBeInTheDocument();
    expect(
      screen.getByRole('link', {
        name: 'summer.localhost (opens in a new tab)',
      }),
    ).toHaveAttribute('href', aStore().url);
    expect(asked).toEqual([
      '?owner=group%3Adefault%2Fstorefront&include_deleted=false&limit=5',
    ]);
  });

  it('shows the stores of a person', async () => {
    answerWith(() => HttpResponse.json([aStore()]));
    renderCard('User');
    expect(
      await screen.findByRole('heading', { name: 'Stores of this person' }),
    ).toBeInTheDocument();
    expect(asked[0]).toContain('owner=user%3Adefault%2Fstorefront');
  });

  it('turns pages', async () => {
    answerWith(() => HttpResponse.json([]));
    server.use(
      http.get(`${API}/stores`, ({ request }) =>
        new URL(request.url).searchParams.get('cursor') === 'second'
          ? HttpResponse.json([aStore({ display_name: 'On page two' })])
          : HttpResponse.json([aStore({ display_name: 'On page one' })], {
              headers: {
                link: `<${API}/stores?cursor=second>; rel="next"`,
              },
            }),
      ),
    );
    const user = userEvent.setup();
    renderCard();
    await screen.findByRole('link', { name: 'On page one' });
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    await screen.findByRole('link', { name: 'On page two' });
    await user.click(screen.getByRole('button', { name: 'Previous page' }));
    expect(
      await screen.findByRole('link', { name: 'On page one' }),
    ).toBeInTheDocument();
  });

  it('goes back to the first page when the stores of a later one are gone', async () => {
    let secondPage = [aStore({ display_name: 'On page two' })];
    answerWith(() => HttpResponse.json([]));
    server.use(
      http.get(`${API}/stores`, ({ request }) =>
        new URL(request.url).searchParams.get('cursor') === 'second'
          ? HttpResponse.json(secondPage)
          : HttpResponse.json([aStore({ display_name: 'On page one' })], {
              headers: {
                link: `<${API}/stores?cursor=second>; rel="next"`,
              },
            }),
      ),
    );
    const { signal } = renderCard();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Next page' }),
    );
    await screen.findByRole('link', { name: 'On page two' });
    secondPage = [];
    act(() => signal({ store_id: aStore().id, version: 2 }));
    expect(
      await screen.findByRole(
        'link',
        { name: 'On page one' },
        { timeout: 5_000 },
      ),
    ).toBeInTheDocument();
  });

  it('says when there are none', async () => {
    answerWith(() => HttpResponse.json([]));
    renderCard();
    expect(await screen.findByText('No stores yet')).toBeInTheDocument();
  });

  it('says that they are still read', async () => {
    answerWith(() => new Promise<never>(() => {}));
    renderCard();
    expect(
      await screen.findByRole('heading', { name: 'Stores of this team' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('No stores yet')).not.toBeInTheDocument();
  });

  it.each([
    [403, 'You may not do this'],
    [503, 'The stores backend could not answer'],
  ])('says why it is empty when the API answers %d', async (status, title) => {
    answerWith(() =>
      HttpResponse.json(
        {
          error: {
            name:
              status === 403 ? 'NotAllowedError' : 'ServiceUnavailableError',
            message: 'no',
          },
          detail: 'no',
        },
        { status },
      ),
    );
    renderCard();
    expect(await screen.findByRole('alert')).toHaveTextContent(title);
    expect(screen.queryByText('No stores yet')).not.toBeInTheDocument();
  });

  it('follows the stores by signals', async () => {
    answerWith(() => HttpResponse.json([aStore()]));
    const { signal } = renderCard();
    await screen.findByText('Ready');
    answerWith(() => HttpResponse.json([aStore({ status: 'DELETING' })]));
    act(() => signal({ store_id: aStore().id, version: 2 }));
    expect(
      await screen.findByText('Deleting', {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
  });
});
