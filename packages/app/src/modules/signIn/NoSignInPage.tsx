import { Alert, Container } from '@backstage/ui';

/** Stands where no way to sign in is configured: nobody is let in as a guest. */
export function NoSignInPage() {
  return (
    <Container py="9">
      <Alert
        role="alert"
        status="warning"
        icon
        title="Nobody can sign in yet"
        description="This installation has no identity provider. Whoever operates it sets auth.providers.oidc, or signIn.oidc of the platform's chart."
      />
    </Container>
  );
}
