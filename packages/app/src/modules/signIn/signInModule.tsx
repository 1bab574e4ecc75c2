import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  SignInPageProps,
} from '@backstage/plugin-app-react';
import { DemoSignInPage } from './DemoSignInPage';
import { readDemoPeople } from './readDemoPeople';

/** The people of the demo where it is configured, else Backstage's own sign-in page. */
export function AppSignInPage(props: SignInPageProps) {
  const people = readDemoPeople(useApi(configApiRef));
  return people.length > 0 ? (
    <DemoSignInPage {...props} people={people} />
  ) : (
    <SignInPage {...props} providers={['guest']} />
  );
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => AppSignInPage },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
