import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import {
  createFrontendModule,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  SignInPageProps,
} from '@backstage/plugin-app-react';
import { appTranslationRef } from '../../translation';
import { DemoSignInPage } from './DemoSignInPage';
import { NoSignInPage } from './NoSignInPage';
import { oidcAuthApi, oidcAuthApiRef } from './oidcAuthApi';
import { readDemoPeople } from './readDemoPeople';

/** The people of the demo where it is configured, the organisation's identity provider where that is, and never a guest. */
export function AppSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(appTranslationRef);
  const people = readDemoPeople(config);
  if (people.length > 0) {
    return <DemoSignInPage {...props} people={people} />;
  }
  if (config.getOptionalString('urumiSignIn.provider') !== 'oidc') {
    return <NoSignInPage />;
  }
  const title =
    config.getOptionalString('urumiSignIn.title') ?? t('signIn.organisation');
  return (
    <SignInPage
      {...props}
      auto={config.getOptionalBoolean('urumiSignIn.auto') ?? false}
      provider={{
        id: 'oidc',
        title,
        message: t('signIn.by', { title }),
        apiRef: oidcAuthApiRef,
      }}
    />
  );
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => AppSignInPage },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, oidcAuthApi],
});
