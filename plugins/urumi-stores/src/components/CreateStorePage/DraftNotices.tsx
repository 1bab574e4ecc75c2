import { Alert, Button, ButtonLink, Flex } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { storeRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { useCreateStoreForm } from './useCreateStoreForm';

/** What has become of an earlier visit to the form. */
export function DraftNotices(props: {
  form: ReturnType<typeof useCreateStoreForm>;
}) {
  const { form } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const storeLink = useRouteRef(storeRouteRef);
  if (form.earlierStoreId !== undefined) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('create.earlier')}
        description={t('create.earlierHint')}
        customActions={
          <Flex gap="2">
            <ButtonLink
              variant="primary"
              href={storeLink({ storeId: form.earlierStoreId })}
              onPress={form.forget}
            >
              {t('create.openStore')}
            </ButtonLink>
            <Button variant="secondary" onPress={form.makeAnother}>
              {t('create.another')}
            </Button>
          </Flex>
        }
      />
    );
  }
  if (form.isUnanswered && !form.error) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        title={t('create.unanswered')}
        description={t('create.unansweredHint')}
      />
    );
  }
  return form.isRestored ? (
    <Alert
      role="status"
      status="info"
      icon
      title={t('create.restored')}
      customActions={
        <Button variant="secondary" onPress={form.startOver}>
          {t('create.startOver')}
        </Button>
      }
    />
  ) : null;
}
