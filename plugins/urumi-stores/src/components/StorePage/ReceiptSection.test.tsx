import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, HttpResponseResolver, http } from 'msw';
import { setupServer } from 'msw/node';
import { StoreReceipt } from '@urumi/backstage-plugin-urumi-stores-common';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore, readiness } from '../../__testUtils__/stores';
import { formatTime } from '../../lib/time';
import { UrumiStoresRouter } from '../UrumiStoresRouter';

const RECEIPT: StoreReceipt = {
  store_id: aStore().id,
  cluster: 'local',
  namespace: aStore().namespace,
  requested_by: 'user:default/sana',
  requested_at: '2026-11-24T10:00:00.000Z',
  deleted_at: '2026-11-24T10:01:05.000Z',
  duration_ms: 65_000,
  note: null,
  items: [
    {
      kind: 'Namespace',
      name: aStore().namespace,
      uid: 'uid-1',
      gone_at: '2026-11-24T10:01:04.123Z',
      answer: 'not_found',
    },
    {
      kind: 'PersistentVolume',
      name: 'pvc-1',
      uid: 'uid-2',
      gone_at: '2026-11-24T10:01:04.456Z',
      answer: 'replaced',
    },
  ],
};

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

async function showReceipt(answer: HttpResponseResolver) {
  server.use(http.get(`${API}/stores/:id/receipt`, answer));
  renderPage(<UrumiStoresRouter />, { path: `/${aStore().id}` });
  return screen.findByRole('region', { name: 'Receipt of the deletion' });
}

describe('ReceiptSection', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  beforeEach(() =>
    server.resetHandlers(
      http.get(`${API}/readyz`, () => HttpResponse.json(readiness)),
      http.get(`${API}/stores/:id`, () =>
        HttpResponse.json(
          aStore({ status: 'DELETED', url: null, admin_url: null }),
        ),
      ),
      http.get(`${API}/stores/:id/resources`, () =>
        HttpResponse.json({ items: [] }),
      ),
    ),
  );
  afterAll(() => server.close());

  it('shows loading, then who asked, how long it took, and each thing with its proof', async () => {
    let release = () => {};
    const asked = new Promise<void>(resolve => {
      release = resolve;
    });
    const section = await showReceipt(async () => {
      await asked;
      return HttpResponse.json(RECEIPT);
    });
    expect(within(section).getByRole('status')).toHaveAccessibleName('Loading');
    release();
    const table = await within(section).findByRole('grid');
    const goneAt = formatTime(RECEIPT.items[0].gone_at);
    expect(section).toHaveTextContent('user:default/sana');
    for (const time of [RECEIPT.requested_at, RECEIPT.deleted_at]) {
      expect(within(section).getAllByText(formatTime(time))[0]).toHaveAttribute(
        'datetime',
        time,
      );
    }
    expect(section).toHaveTextContent('1 min, 5 sec');
    expect(
      within(table)
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      'NameKindGone atProof',
      `${aStore().namespace}Namespace${goneAt}The cluster answered 404`,
      `pvc-1PersistentVolume${goneAt}Something else has its name now`,
    ]);
  });

  it('says what the list cannot say, and that it is empty', async () => {
    const section = await showReceipt(() =>
      HttpResponse.json({
        ...RECEIPT,
        items: [],
        note: 'The store had nothing in its cluster yet.',
      }),
    );
    expect(
      await within(section).findByText(
        'The store had nothing in its cluster yet.',
      ),
    ).toBeInTheDocument();
    expect(
      within(section).getByText(
        'There was nothing of the store in its cluster.',
      ),
    ).toBeInTheDocument();
  });

  it('says calmly that none was kept', async () => {
    const section = await showReceipt(() =>
      errorAnswer(404, 'No receipt was kept of store x'),
    );
    expect(
      await within(section).findByText('No receipt was kept of store x'),
    ).toBeInTheDocument();
    expect(within(section).queryByRole('alert')).not.toBeInTheDocument();
  });

  it('tells who may not read it', async () => {
    const section = await showReceipt(() => errorAnswer(403, 'Not yours'));
    expect(await within(section).findByRole('alert')).toHaveTextContent(
      /You may not do this.*Not yours/,
    );
  });

  it('tells of an error and goes on when asked', async () => {
    let calls = 0;
    const section = await showReceipt(() => {
      calls += 1;
      return calls === 1
        ? errorAnswer(503, 'The database is away')
        : HttpResponse.json(RECEIPT);
    });
    const alert = await within(section).findByRole('alert');
    expect(alert).toHaveTextContent('The database is away');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await within(section).findByText('pvc-1')).toBeInTheDocument();
    expect(within(section).queryByRole('alert')).not.toBeInTheDocument();
  });
});
