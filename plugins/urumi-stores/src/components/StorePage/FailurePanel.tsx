import { Alert, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  FailureCause,
  Store,
  storeUpdatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { Facts } from '../Facts';
import { RunbookLink } from '../RunbookLink';
import { RetryButton } from './RetryButton';

/** Why a store failed, whose turn it is, what to do, and the button that does it. */
export function FailurePanel(props: {
  store: Store;
  failure: FailureCause;
  onChanged: () => void;
}) {
  const { store, failure, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const update = usePermission({
    permission: storeUpdatePermission,
    resourceRef: store.id,
  });
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
          {!update.loading && !update.allowed && (
            <Text as="p" variant="body-small">
              {t('failure.notYours')}
            </Text>
          )}
          <Flex gap="4" align="center" style={{ flexWrap: 'wrap' }}>
            {update.allowed && (
              <RetryButton store={store} onRetried={onChanged} />
            )}
            <RunbookLink reason={failure.code} />
          </Flex>
        </Flex>
      }
    />
  );
}
