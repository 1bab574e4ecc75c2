import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { IdentityApi } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AppSignInPage } from './signInModule';
import { oidcAuthApiRef } from './oidcAuthApi';
import { forgetOnSignOut, rememberedPerson } from './rememberedPerson';

const people = [
  {
    name: 'sana',
    title: 'Sana, developer',
    team: 'Storefront',
    userEntityRef: 'user:default/sana',
  },
];

const base = {
  app: { title: 'Test' },
  backend: { baseUrl: 'http://localhost:7007' },
};

const server = setupServer();

describe('signInModule', () => {
  beforeAll(() => server.listen());
  afterEach(() => {
    server.resetHandlers();
    sessionStorage.clear();
  });
  afterAll(() => server.close());

  it('signs in again after a reload, and tells when that did not work', async () => {
    server.use(
      http.get('*/api/auth/demo/refresh', () =>
        HttpResponse.json(
          {
            error: { name: 'NotAllowedError', message: 'Nobody of that name' },
            response: { statusCode: 403 },
          },
          { status: 403 },
        ),
      ),
    );
    rememberedPerson.set('sana');
    const onSignInSuccess = jest.fn();
    renderInTestApp(<AppSignInPage onSignInSuccess={onSignInSuccess} />, {
      config: { ...base, urumiDemo: { people } },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Signing in did not work',
    );
    expect(
      screen.getByRole('button', { name: 'Choose again' }),
    ).toBeInTheDocument();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('offers the people again when the remembered one is gone', async () => {
    rememberedPerson.set('somebody-else');
    renderInTestApp(<AppSignInPage onSignInSuccess={jest.fn()} />, {
      config: { ...base, urumiDemo: { people } },
    });
    expect(
      await screen.findByRole('button', {
        name: 'Sign in as Sana, developer',
      }),
    ).toBeInTheDocument();
  });

  it('offers the identity provider of the organisation, and no guest', async () => {
    renderInTestApp(<AppSignInPage onSignInSuccess={jest.fn()} />, {
      config: {
        ...base,
        urumiSignIn: { provider: 'oidc', title: 'Keycloak' },
      },
      apis: [[oidcAuthApiRef, { getBackstageIdentity: async () => undefined }]],
    });
    expect(await screen.findByText('Sign in by Keycloak')).toBeInTheDocument();
    expect(screen.queryByText('Guest')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Enter' }),
    ).not.toBeInTheDocument();
  });

  it('lets nobody in where no sign-in is configured', async () => {
    renderInTestApp(<AppSignInPage onSignInSuccess={jest.fn()} />, {
      config: base,
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nobody can sign in yet',
    );
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('forgets the person on sign-out', async () => {
    const signOut = jest.fn();
    const identity: IdentityApi = mockApis.identity.mock({
      signOut,
      getCredentials: async () => ({ token: 'of-sana' }),
    });
    rememberedPerson.set('sana');
    const wrapped = forgetOnSignOut(identity);

    await expect(wrapped.getCredentials()).resolves.toEqual({
      token: 'of-sana',
    });
    await wrapped.signOut();
    expect(signOut).toHaveBeenCalled();
    expect(rememberedPerson.get()).toBeUndefined();
  });
});
