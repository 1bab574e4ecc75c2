import { Alert, Container } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from '../../translation';

/** Stands where no way to sign in is configured: nobody is let in as a guest. */
export function NoSignInPage() {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <Container py="9">
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('noSignIn.title')}
        description={t('noSignIn.description')}
      />
    </Container>
  );
}
