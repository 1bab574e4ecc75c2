import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Facts } from '../Facts';

/** Why a store failed, whose turn it is, and what to do. */
export function FailurePanel(props: { title: string; failure: FailureCause }) {
  const { title, failure } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={`${t('failure.title', { name: title })}: ${failure.message}`}
      description={
        <Facts
          facts={[
            [t('failure.next'), failure.next_action],
            [t('failure.turn'), t(`failure.${failure.owner}`)],
            [t('failure.class'), t(`failure.${failure.error_class}`)],
            [t('failure.code'), failure.code],
          ]}
        />
      }
    />
  );
}
