import { Alert, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Facts } from '../Facts';
import { RunbookLink } from '../RunbookLink';

/** Why a READY store is not well, whose turn it is, and what to do. */
export function DegradedPanel(props: { title: string; cause: FailureCause }) {
  const { title, cause } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('degraded.title', { name: title, message: cause.message })}
      description={
        <>
          <Facts
            facts={[
              [t('failure.next'), cause.next_action],
              [t('failure.turn'), t(`failure.${cause.owner}`)],
              [t('failure.code'), cause.code],
            ]}
          />
          <Text as="p" variant="body-small">
            {t('degraded.hint')}
          </Text>
          <RunbookLink reason={cause.code} />
        </>
      }
    />
  );
}
