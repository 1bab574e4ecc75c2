import { Alert, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FailureCause,
  StoreDetails,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { Facts } from '../Facts';
import { RunbookLink } from '../RunbookLink';
import { RetryButton } from './RetryButton';
import { useRetryPermission } from './useRetryPermission';

/** Why a store failed, whose turn it is, what to do, and the button that does it. */
export function FailurePanel(props: {
  store: StoreDetails;
  failure: FailureCause;
  onChanged: () => void;
}) {
  const { store, failure, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const retry = useRetryPermission(store);
  const name = storeTitle(store);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={`${t('failure.title', { name })}: ${failure.message}`}
      description={
        <Flex direction="column" gap="3">
          <Facts
            facts={[
              [t('failure.next'), failure.next_action],
              [t('failure.turn'), t(`failure.${failure.owner}`)],
              [t('failure.class'), t(`failure.${failure.error_class}`)],
              [t('failure.code'), failure.code],
            ]}
          />
          {!retry.loading && !retry.allowed && (
            <Text as="p" variant="body-small">
              {t('failure.notYours')}
            </Text>
          )}
          <Flex gap="4" align="center" style={{ flexWrap: 'wrap' }}>
            {retry.allowed && (
              <RetryButton store={store} onRetried={onChanged} />
            )}
            <RunbookLink reason={failure.code} />
          </Flex>
        </Flex>
      }
    />
  );
}
