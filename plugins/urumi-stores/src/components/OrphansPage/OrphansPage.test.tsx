import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Orphan, Orphans } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, readiness } from '../../__testUtils__/stores';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const NAMESPACE = aStore().namespace;

function anOrphan(changes: Partial<Orphan> = {}): Orphan {
  return {
    cluster: 'local',
    kind: 'Namespace',
    name: NAMESPACE,
    uid: 'uid-1',
    labels: { 'urumi.io/managed': 'true' },
    created_at: '2026-11-23T10:00:00.000Z',
    deleting: false,
    reason: 'unknown_store',
    message: 'This platform has no record of its store.',
    store: null,
    volumes: ['pvc-1', 'pvc-2'],
    remove_refused: null,
    adopt_refused: null,
    ...changes,
  };
}

let answer: Orphans;
let writes: { path: string; body: unknown }[];

const server = setupServer();

function errorAnswer(status: number, detail: string) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message: detail },
      response: { statusCode: status },
      detail,
    },
    { status },
  );
}

const show = (denied: string[] = []) =>
  renderPage(<UrumiStoresRouter />, { path: '/orphans', denied });

const rowOf = async (name: string) =>
  screen.findByRole('row', { name: new RegExp(name) });

describe('OrphansPage', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() => {
    answer = {
      clusters: [{ name: 'local', message: null }],
      items: [anOrphan()],
      truncated: false,
    };
    writes = [];
    server.resetHandlers(
      http.get(`${API}/orphans`, () => HttpResponse.json(answer)),
      http.post(`${API}/orphans/:action`, async ({ request }) => {
        writes.push({
          path: new URL(request.url).pathname.split('/').slice(-1)[0],
          body: await request.json(),
        });
        answer = { ...answer, items: [] };
        return HttpResponse.json({}, { status: 202 });
      }),
      http.get(`${API}/stores`, () => HttpResponse.json([])),
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
    );
  });
  afterAll(() => server.close());

  it('shows loading, then each leftover with its store, its reason and what can be done', async () => {
    answer.items = [
      anOrphan(),
      anOrphan({
        kind: 'PersistentVolume',
        name: 'pvc-9',
        uid: 'uid-2',
        labels: {},
        volumes: [],
        reason: 'deleted_store',
        message: 'Its store was deleted.',
        store: {
          id: aStore().id,
          display_name: 'Summer sale',
          state: 'DELETED',
          owner: 'group:default/storefront',
          deleted_at: '2026-11-24T10:00:00.000Z',
        },
        adopt_refused: 'A volume alone is no store.',
      }),
      anOrphan({ name: 'store-going', uid: 'uid-3', deleting: true }),
    ];
    show();
    expect(await screen.findByText('Loading table data.')).toBeInTheDocument();
    const namespace = await rowOf(NAMESPACE);
    expect(namespace).toHaveTextContent('Namespace');
    expect(namespace).toHaveTextContent('local');
    expect(namespace).toHaveTextContent('Unknown');
    expect(namespace).toHaveTextContent('no record of its store');
    expect(namespace).toHaveTextContent('urumi.io/managed=true');
    expect(
      within(namespace).getByRole('button', { name: `Adopt ${NAMESPACE}` }),
    ).toBeEnabled();

    const volume = await rowOf('pvc-9');
    expect(
      within(volume).getByRole('link', { name: 'Summer sale' }),
    ).toHaveAttribute('href', `/stores/${aStore().id}`);
    expect(volume).toHaveTextContent('Deleted');
    expect(volume).toHaveTextContent('A volume alone is no store.');
    expect(
      within(volume).queryByRole('button', { name: /Adopt/ }),
    ).not.toBeInTheDocument();
    expect(
      within(volume).getByRole('button', { name: 'Remove pvc-9' }),
    ).toBeEnabled();

    const going = await rowOf('store-going');
    expect(going).toHaveTextContent('It is being deleted.');
    expect(within(going).queryByRole('button')).not.toBeInTheDocument();
  });

  it('says that nothing is left over', async () => {
    answer.items = [];
    show();
    expect(await screen.findByText('Nothing is left over')).toBeInTheDocument();
  });

  it('does not claim so of a cluster that it could not look at', async () => {
    answer = {
      clusters: [
        { name: 'local', message: null },
        { name: 'away', message: 'connect ECONNREFUSED' },
      ],
      items: [],
      truncated: true,
    };
    show();
    await screen.findByText('Cluster away could not be looked at');
    const notes = screen.getAllByRole('status').map(note => note.textContent);
    expect(notes).toEqual([
      expect.stringContaining('connect ECONNREFUSED'),
      expect.stringContaining('There are more than these'),
    ]);
    expect(
      screen.getByText('Nothing is left over in the clusters that answered'),
    ).toBeInTheDocument();
  });

  it('tells of an error and goes on when asked', async () => {
    server.use(
      http.get(
        `${API}/orphans`,
        () => errorAnswer(503, 'The database is away'),
        { once: true },
      ),
    );
    show();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database is away');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await rowOf(NAMESPACE)).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('is closed, and leads nobody to it, without the permission', async () => {
    server.use(
      http.get(`${API}/orphans`, () => {
        throw new Error('It was asked for anyway');
      }),
    );
    show(['urumi.fleet.manage']);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('You may not do this');
    expect(alert).toHaveTextContent('urumi.fleet.manage');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('is led to from the list of stores, for operators only', async () => {
    renderPage(<UrumiStoresRouter />);
    expect(
      await screen.findByRole('link', { name: 'Orphans' }),
    ).toHaveAttribute('href', '/stores/orphans');
  });

  it('is hidden in the list of stores from everybody else', async () => {
    renderPage(<UrumiStoresRouter />, { denied: ['urumi.fleet.manage'] });
    await screen.findByRole('link', { name: 'Create store' });
    expect(
      screen.queryByRole('link', { name: 'Orphans' }),
    ).not.toBeInTheDocument();
  });

  it('removes after the name was typed, and says what is lost', async () => {
    const { toasts } = show();
    await userEvent.click(
      await screen.findByRole('button', { name: `Remove ${NAMESPACE}` }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: `Remove ${NAMESPACE}?`,
    });
    expect(dialog).toHaveTextContent(/This cannot be undone.*is lost/);
    expect(dialog).toHaveTextContent('These volumes go with it: pvc-1, pvc-2.');
    const submit = within(dialog).getByRole('button', { name: 'Remove' });
    expect(submit).toBeDisabled();
    const field = within(dialog).getByRole('textbox', {
      name: `Type ${NAMESPACE} to confirm`,
    });
    await userEvent.type(field, NAMESPACE.slice(0, -1));
    expect(submit).toBeDisabled();
    await userEvent.type(field, NAMESPACE.slice(-1));
    await userEvent.click(submit);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(writes).toEqual([
      {
        path: 'remove',
        body: {
          cluster: 'local',
          kind: 'Namespace',
          name: NAMESPACE,
          uid: 'uid-1',
        },
      },
    ]);
    expect(toasts).toEqual([`${NAMESPACE} is being removed`]);
    expect(await screen.findByText('Nothing is left over')).toBeInTheDocument();
  });

  it('says in the dialog why the cluster or the platform refuses', async () => {
    server.use(
      http.post(`${API}/orphans/remove`, () =>
        errorAnswer(409, 'It belongs to store x, which is READY'),
      ),
    );
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: `Remove ${NAMESPACE}` }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), NAMESPACE);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /This did not work.*which is READY/,
    );
  });

  it('adopts for the owner that is named, with the keyboard alone', async () => {
    const { toasts } = show();
    const open = await screen.findByRole('button', {
      name: `Adopt ${NAMESPACE}`,
    });
    open.focus();
    await userEvent.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', {
      name: `Adopt ${NAMESPACE}?`,
    });
    expect(dialog).toHaveTextContent('Nothing stored in it is lost.');
    const owner = within(dialog).getByRole('textbox', { name: /Owner/ });
    owner.focus();
    await userEvent.keyboard('group:default/storefront');
    within(dialog)
      .getByRole('textbox', { name: `Type ${NAMESPACE} to confirm` })
      .focus();
    await userEvent.keyboard(NAMESPACE);
    await userEvent.tab();
    await userEvent.tab();
    expect(within(dialog).getByRole('button', { name: 'Adopt' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(toasts).toEqual([
        `${NAMESPACE} is a store again and is being checked`,
      ]),
    );
    expect(writes).toEqual([
      {
        path: 'adopt',
        body: {
          cluster: 'local',
          kind: 'Namespace',
          name: NAMESPACE,
          uid: 'uid-1',
          owner: 'group:default/storefront',
        },
      },
    ]);
  });
});
