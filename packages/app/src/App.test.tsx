import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import App from './App';

const server = setupServer(
  // The settings and translations that the signed-in app asks for are no part of these tests.
  http.all('*', () => HttpResponse.json({}, { status: 404 })),
);

const people = [
  {
    name: 'sana',
    title: 'Sana, developer',
    team: 'Storefront',
    userEntityRef: 'user:default/sana',
  },
  {
    name: 'olga',
    title: 'Olga, engineer',
    team: 'Platform',
    userEntityRef: 'user:default/olga',
    may: 'Does everything.',
  },
];

describe('App', () => {
  const { env } = process;
  beforeAll(() => server.listen());
  afterAll(() => {
    process.env = env;
    server.close();
  });

  it('signs in as a person of the demo, and remembers who it was', async () => {
    const askedFor: (string | null)[] = [];
    server.use(
      http.get('http://localhost:7007/api/auth/demo/refresh', ({ request }) => {
        askedFor.push(
          request.headers.get('x-urumi-demo-user'),
          request.headers.get('x-requested-with'),
        );
        return HttpResponse.json({
          profile: { displayName: 'Sana' },
          backstageIdentity: {
            token: '',
            identity: {
              type: 'user',
              userEntityRef: 'user:default/sana',
              ownershipEntityRefs: ['group:default/storefront'],
            },
          },
        });
      }),
    );
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Test', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost:7007' },
            urumiDemo: { people },
          },
          context: 'test',
        },
        // The build puts the object itself there, which the types of Node do not know.
      ] as unknown as string,
    };
    render(App.createRoot());

    expect(
      await screen.findByText(
        'Sees all stores; creates, changes and deletes those of Storefront.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Does everything.')).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', {
        name: 'Sign in as Sana, developer',
      }),
    );
    await waitFor(() => expect(askedFor).toEqual(['sana', 'XMLHttpRequest']));
    await waitFor(() =>
      expect(sessionStorage.getItem('urumi-demo-person')).toBe('sana'),
    );
    // The sidebar of the signed-in app.
    expect(
      await screen.findByRole('link', { name: 'Urumi, home' }),
    ).toBeInTheDocument();
  });
});
