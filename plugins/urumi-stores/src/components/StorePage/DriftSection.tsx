import { Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  StoreDetails,
  storeUpdatePermission,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { isProgressing } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { RunbookLink } from '../RunbookLink';
import { Section } from '../Section';
import { DriftTable } from './DriftTable';
import { ReconcileDialog } from './ReconcileDialog';

/** What of the store was changed outside of the platform, and the way back. */
export function DriftSection(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const update = usePermission({
    permission: storeUpdatePermission,
    resourceRef: store.id,
  });
  return (
    <Section title={t('drift.title')}>
      <Flex direction="column" gap="3">
        <DriftTable drift={store.health.drift} isOpen />
        <Text as="p" variant="body-small" color="secondary">
          {t('drift.hint')}
        </Text>
        <RunbookLink reason="ChangedOutside" />
        {isProgressing(store) && <Text as="p">{t('drift.running')}</Text>}
        {!update.loading && !update.allowed && (
          <Text as="p">{t('drift.denied')}</Text>
        )}
        {update.allowed && !isProgressing(store) && (
          <div>
            <ReconcileDialog store={store} onReconciled={onChanged} />
          </div>
        )}
      </Flex>
    </Section>
  );
}
