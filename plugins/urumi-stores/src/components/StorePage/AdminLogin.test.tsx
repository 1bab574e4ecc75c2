import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { API, renderPage } from '../../__testUtils__/renderPage';
import { aStore } from '../../__testUtils__/stores';
import { AdminLogin } from './AdminLogin';

const server = setupServer(
  http.get(`${API}/stores/:id/credentials`, () =>
    HttpResponse.json({
      store_id: aStore().id,
      username: 'admin',
      password: 'correct horse',
      admin_url: 'http://summer.localhost:8080/wp-admin',
    }),
  ),
);

async function reveal(user: ReturnType<typeof userEvent.setup>) {
  renderPage(<AdminLogin store={aStore()} />);
  await user.click(
    await screen.findByRole('button', { name: 'Show admin login' }),
  );
  expect(await screen.findByText('correct horse')).toBeInTheDocument();
}

const expectForgotten = () =>
  waitFor(() => {
    expect(screen.queryByText('correct horse')).not.toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

describe('AdminLogin', () => {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
  afterAll(() => server.close());

  it('hides by itself after half a minute', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    await reveal(userEvent.setup({ advanceTimers: jest.advanceTimersByTime }));
    expect(screen.getByText(/It hides in \d+ s/)).toBeInTheDocument();
    act(() => {
      jest.advanceTimersByTime(30_000);
    });
    await expectForgotten();
  });

  it('hides when the tab of the browser is left', async () => {
    await reveal(userEvent.setup());
    jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    fireEvent(document, new Event('visibilitychange'));
    await expectForgotten();
  });
});
