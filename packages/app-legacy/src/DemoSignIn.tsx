import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/core-plugin-api';

/** Signs in as Sana of the demo organisation, without asking. */
export function DemoSignIn(props: SignInPageProps) {
  return (
    <ProxiedSignInPage
      {...props}
      provider="demo"
      headers={{ 'x-urumi-demo-user': 'sana' }}
    />
  );
}
